"""Collecting what is wrong with a file, so that the sender mends it in one go and not one by one."""

from __future__ import annotations

from connector.errors import Fault, PartiesRefusedError

#: So many faults are kept; the rest is counted. A sender who made one mistake in every row needs no more.
KEPT = 20


class Faults:
    """The faults of one file, in its order."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Fault] = []
        self._more = 0

    def add(self, place: str, message: str, remedy: str) -> None:
        """Note one fault."""
        if len(self._kept) < KEPT:
            self._kept.append(Fault(self.file, place, message, remedy))
        else:
            self._more += 1

    def refuse_if_any(self) -> None:
        """Refuse the file if anything was noted.

        Raises
        ------
        PartiesRefusedError
            With all the faults that were kept.
        """
        if self._kept:
            raise PartiesRefusedError(tuple(self._kept), self._more)


def refused(file: str, place: str, message: str, remedy: str) -> PartiesRefusedError:
    """Return the refusal for a single fault that leaves nothing else to read."""
    return PartiesRefusedError((Fault(file, place, message, remedy),))


def after_place(sentence: str) -> str:
    """Return a sentence as it stands behind a place, with the words of validators taken off.

    Examples
    --------
    >>> after_place("Value error, Input should be a valid date")
    'input should be a valid date.'
    """
    told = sentence.removeprefix("Value error, ").rstrip(".")
    return f"{told[:1].lower()}{told[1:]}."
