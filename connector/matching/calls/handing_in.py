"""Reads are handed in: complete, by nobody in conflict, once; then they are final."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from connector.matching.calls.conflicts import barred
from connector.matching.calls.errors import ReadFault, ReadsRefusedError
from connector.matching.calls.read import Read, SecondRead
from connector.matching.calls.rubric import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connector.matching.calls.conflicts import Conflict
    from connector.matching.calls.read import AnyRead, Mark
    from connector.matching.calls.rubric import Rubric

    #: Call, reader, applicant: of each there is one first read and one second read.
    Key = tuple[str, str, str]

Kind = TypeVar("Kind", Read, SecondRead)


def hand_in(
    read: AnyRead, reads: Iterable[AnyRead], rubric: Rubric, *, conflicts: Iterable[Conflict] = ()
) -> tuple[AnyRead, ...]:
    """Return reads with one more.

    Whether it is taken depends on the reader's own reads alone: an answer tells nothing of those of others.

    Parameters
    ----------
    read
        A first read, or a second one.
    reads
        Those that were handed in before, first and second ones.
    rubric
        What is read for.
    conflicts
        Who may not read what. Whether the application was given to this reader is for the caller to see to:
        `Shares.of` says it, and without it somebody could hand in a hasty read to see those of others.

    Raises
    ------
    ReadsRefusedError
        With every fault: a criterion left out, unknown, or of a level that is none; a reader in conflict with
        the application; a first or a second read that was handed in already; a second read without a first
        one, of an earlier day, or that names as changed what stays.
    """
    before = tuple(reads)
    if (read.reader, read.applicant) in barred(conflicts):
        remedy = "Give the application to another reader."
        raise ReadsRefusedError((_fault(read, "", "The reader is in conflict with it.", remedy),))
    kind = type(read)
    faults = [
        _fault(read, "", f"It was handed in on {one.day} and is final.", _INSTEAD[kind])
        for one in before
        if isinstance(one, kind) and key_of(one) == key_of(read)
    ]
    faults += _faults(read, of_kind(before, Read).get(key_of(read)), rubric)
    if faults:
        raise ReadsRefusedError(tuple(faults))
    return (*before, read)


#: What to do where a read of that kind is there already.
_INSTEAD: Mapping[type, str] = {
    Read: "After readers have talked, hand in a second read with what changed.",
    SecondRead: "What is said after that is for the organiser to decide.",
}


def check_together(reads: Iterable[AnyRead], rubric: Rubric) -> None:
    """Check reads as if they had been handed in one after the other, whatever their order.

    Raises
    ------
    ReadsRefusedError
        As `hand_in`, with the faults of all of them.
    """
    every = sorted(reads, key=lambda one: (key_of(one), type(one).__name__, one.day))
    firsts = of_kind(every, Read)
    faults: list[ReadFault] = []
    for place, one in enumerate(every):
        if place and (type(every[place - 1]), key_of(every[place - 1])) == (type(one), key_of(one)):
            faults.append(_fault(one, "", "It was handed in twice.", "Keep the one that came first."))
        faults += _faults(one, firsts.get(key_of(one)), rubric)
    if faults:
        raise ReadsRefusedError(tuple(faults))


def key_of(read: AnyRead) -> Key:
    """Return what a read is one of."""
    return read.call, read.reader, read.applicant


def of_kind(reads: Iterable[AnyRead], kind: type[Kind]) -> Mapping[Key, Kind]:
    """Return the first or the second reads."""
    return {key_of(one): one for one in reads if isinstance(one, kind)}


def _fault(read: AnyRead, criterion: str, message: str, remedy: str) -> ReadFault:
    return ReadFault(read.reader, read.applicant, criterion, message, remedy)


def _faults(read: AnyRead, first: Read | None, rubric: Rubric) -> Iterator[ReadFault]:
    """Yield what is wrong with a read by itself, and with a second one beside the first."""
    marks = read.marks if isinstance(read, Read) else read.changes
    for code, mark in marks.items():
        yield from _of_mark(read, code, mark, rubric)
    if isinstance(read, Read):
        for code in rubric.codes:
            if code not in marks:
                yield _fault(
                    read, code, "It is left out.", f"Give it a level from 0 to {HIGHEST}, and say why."
                )
    elif first is None:
        yield _fault(read, "", "There is no first read for it to change.", "Hand in a first read.")
    else:
        yield from _beside(read, first)


def _of_mark(read: AnyRead, code: str, mark: Mark, rubric: Rubric) -> Iterator[ReadFault]:
    if code not in rubric.codes:
        remedy = f"Its criteria are {', '.join(rubric.codes)}."
        yield _fault(read, code, f"The rubric {rubric.label} does not ask for it.", remedy)
    elif not 0 <= mark.level <= HIGHEST:
        yield _fault(read, code, f"There is no level {mark.level}.", f"Give it a level from 0 to {HIGHEST}.")


def _beside(second: SecondRead, first: Read) -> Iterator[ReadFault]:
    if second.day < first.day:
        message = f"It is of {second.day}, before the first read of {first.day}."
        yield _fault(second, "", message, "Hand it in after the first read.")
    for code, mark in second.changes.items():
        if code in first.marks and first.marks[code].level == mark.level:
            message = f"It is named as changed, and stays at level {mark.level}."
            yield _fault(second, code, message, "Leave it out, or give it another level.")
