"""What can go wrong in matching and in the label, as plain exceptions with data.

Domain errors know no exit status, HTTP status or markup; the shell decides how they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass


class ConnectorError(Exception):
    """Base of every error that the connector package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, and the way out.

    Attributes
    ----------
    file
        The name of the file as the sender gave it.
    place
        Where in the file: ``"row 7, column stage"``, or ``""`` for the file as a whole.
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


class FileRefusedError(ConnectorError):
    """A file is faulty: nothing was made of it and nothing may be written.

    Parameters
    ----------
    faults
        At least one, in the order of the file.
    more
        How many further ones were found and not kept.
    """

    def __init__(self, faults: tuple[Fault, ...], more: int = 0) -> None:
        if not faults:
            raise ValueError("a file is refused for at least one fault")
        super().__init__(str(faults[0]))
        self.faults = faults
        self.more = more


class PartiesRefusedError(FileRefusedError):
    """A file of parties, or one beside it, is faulty: nothing was matched."""


class SchemeRefusedError(FileRefusedError):
    """A file of a scheme is faulty: nothing can be assessed by it."""


class AnswersRefusedError(FileRefusedError):
    """A file of answers to a scheme is faulty: nothing was assessed."""


class UnknownCodeError(ConnectorError):
    """A need, sector, profile, policy or the like was asked for by a code that nobody registered."""

    def __init__(self, kind: str, code: str, known: tuple[str, ...]) -> None:
        self.kind, self.code, self.known = kind, code, known
        super().__init__(f"There is no {kind} called '{code}'. Known: {', '.join(known) or 'none'}.")


class DefinitionError(ConnectorError):
    """A data file of the product (taxonomy, profile, words) contradicts itself."""


class CannotMatchError(ConnectorError):
    """The parties are well formed but do not allow what was asked for."""


class RankerNotUsableError(CannotMatchError):
    """A ranker reads what is not at hand, or was judged beside something else."""
