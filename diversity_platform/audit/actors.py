"""Who does something: a person, a command, a job."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diversity_platform.jobs.work import Work

#: Longest reference that is stored.
LONGEST = 200


class ActorKind(StrEnum):
    """What kind of thing acts."""

    #: whoever holds an operator's pass
    OPERATOR = "operator"
    #: whoever may start commands on the machine
    COMMAND = "command"
    #: a worker, with a job
    JOB = "job"


@dataclass(frozen=True)
class Actor:
    """Who does something.

    Attributes
    ----------
    kind
        What kind of thing acts.
    name
        Which one: the id of a person or a pass, the name of the machine's user, the id of a job.
    on_behalf_of
        Reference to who asked for it; "" where nobody else did.
    """

    kind: ActorKind
    name: str
    on_behalf_of: str = ""

    @property
    def reference(self) -> str:
        """The actor in one word, as it is stored: ``command:alice``."""
        return f"{self.kind}:{self.name}"[:LONGEST]


def command_line() -> Actor:
    """Return the actor of a command: the machine's user who started it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        name = "unknown"
    return Actor(ActorKind.COMMAND, name)


def worker_of(work: Work) -> Actor:
    """Return the actor of a job: the worker, on behalf of who asked for it."""
    return Actor(ActorKind.JOB, str(work.job_id), work.asked_by)
