"""What a reader says of an application: a level for each criterion of a rubric, each with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from connector.parties.record import Code, Identifier, Record

#: Why, in the reader's words.
Why = Annotated[str, Field(min_length=1, max_length=2000)]


class Mark(Record):
    """A level, and why.

    Attributes
    ----------
    level
        0 to 4; what each of them means stands in the rubric, which is asked when a read is handed in.
    reason
        In the reader's words.
    """

    level: Annotated[int, Field(strict=True)]
    reason: Why


class Read(Record):
    """A first read: of one application, by one reader, who has seen no other read of it.

    Attributes
    ----------
    call
        Id of the call, or of whatever is read for.
    reader
        Id of who read.
    applicant
        Id of the start-up whose application it is.
    marks
        Criterion -> level and reason.
    day
        When it was handed in.
    """

    call: Identifier
    reader: Identifier
    applicant: Identifier
    marks: Mapping[Code, Mark]
    day: date


class SecondRead(Record):
    """What a reader says after readers have talked. The first read stays as it is.

    Attributes
    ----------
    call, reader, applicant
        As in the first read.
    changes
        Criterion -> its new level and reason; empty where the reader stays with the first read.
    reason
        What led to that, in the reader's words.
    day
        When it was handed in.
    """

    call: Identifier
    reader: Identifier
    applicant: Identifier
    changes: Mapping[Code, Mark]
    reason: Why
    day: date

    def after(self, first: Read) -> Read:
        """Return what the reader says now: the first read with the changes."""
        return first.model_copy(update={"marks": {**first.marks, **self.changes}, "day": self.day})


AnyRead = Read | SecondRead
