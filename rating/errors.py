"""What can be wrong with the inputs of a rating, said so that the sender can mend it.

Domain errors know no exit status, HTTP status or markup; the shell decides how they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass


class RatingError(Exception):
    """Base of every error that the rating package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, and the way out.

    Attributes
    ----------
    file
        The name of the file as the sender gave it.
    place
        Where in the file: ``"row 7, column count"``, or ``""`` for the file as a whole.
    message
        What is wrong, as a sentence with the offending value.
    remedy
        What the sender can do about it, as a sentence.
    """

    file: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: {self.message} {self.remedy}".rstrip()


class InputRefusedError(RatingError):
    """The input is faulty: nothing was computed and nothing may be written.

    Parameters
    ----------
    faults
        At least one fault, in the order of the file.
    more
        How many further faults were found and not kept.
    """

    def __init__(self, faults: tuple[Fault, ...], more: int = 0) -> None:
        if not faults:
            raise ValueError("an input is refused for at least one fault")
        super().__init__(str(faults[0]))
        self.faults = faults
        self.more = more

    @classmethod
    def because(cls, file: str, place: str, message: str, remedy: str) -> InputRefusedError:
        """Refuse for a single fault."""
        return cls((Fault(file, place, message, remedy),))


class UnknownNameError(RatingError):
    """A profile, framework, criterion or band was asked for by a name that nobody registered."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        self.kind, self.name, self.known = kind, name, known
        super().__init__(f"There is no {kind} called '{name}'. Known: {', '.join(known) or 'none'}.")


class DefinitionError(RatingError):
    """A data file of the product (profile, framework, attribute list) contradicts itself."""


class CannotRateError(RatingError):
    """The inputs are well formed but do not allow what was asked for."""


class CellError(RatingError, ValueError):
    """A value of a table cannot be used.

    Parameters
    ----------
    message
        What is wrong with it and the way out, as sentences.
    row, column
        Where it is, counted from 0; no column for a whole row.
    """

    def __init__(self, message: str, *, row: int, column: int | None = None) -> None:
        self.message, self.row, self.column = message, row, column
        place = f"row {row}" if column is None else f"row {row}, column {column}"
        super().__init__(f"{message} ({place}, counted from 0)")
