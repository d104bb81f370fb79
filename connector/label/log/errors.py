"""What can go wrong when the log is read, added to, or relied upon."""

from __future__ import annotations

from typing import Literal

from connector.errors import ConnectorError

#: What is wrong with a signed head: more than is read; not in its form; without a signature of that key; with
#: one that does not fit; of another log.
HeadFault = Literal["too_large", "malformed", "unsigned", "wrong_signature", "other_log"]

#: Which part of a proof fails: the document itself, the signed head in it, the size that it states, the
#: index, or the path from the entry to the head.
ProofPart = Literal["document", "head", "size", "index", "path"]


class LogError(ConnectorError):
    """Base of what the log raises."""


class LogBrokenError(LogError):
    """A file of the log is missing or is not what it has to be.

    Parameters
    ----------
    path
        Of the file, within the log.
    what
        What is wrong with it, as the end of a sentence: ``"is missing"``.
    """

    def __init__(self, path: str, what: str) -> None:
        self.path, self.what = path, what
        super().__init__(
            f"'{path}' of the log {what}. Put it back from a copy of the log; nothing was changed."
        )


class OutsideLogError(LogError):
    """Something was asked for that a log of this size does not have.

    Parameters
    ----------
    asked
        What, as the beginning of a sentence: ``"entry 7"``.
    size
        How many entries there are.
    """

    def __init__(self, asked: str, size: int) -> None:
        self.asked, self.size = asked, size
        super().__init__(f"There is no {asked} in a log of {size} entries.")


class EntryTooLongError(LogError):
    """An entry is longer than the files of the log can say; none was added.

    Parameters
    ----------
    position
        Of the entry among those that were to be added, from 0.
    length, longest
        Bytes that it has, and may have.
    """

    def __init__(self, position: int, length: int, longest: int) -> None:
        self.position, self.length, self.longest = position, length, longest
        super().__init__(
            f"Entry {position} of those to be added has {length} bytes; {longest} are possible. "
            "Log a digest of what is long, and keep the rest beside the log."
        )


class HeadRefusedError(LogError):
    """A signed head cannot be relied upon.

    Parameters
    ----------
    fault
        Which kind.
    message
        What is wrong, as a sentence.
    """

    def __init__(self, fault: HeadFault, message: str) -> None:
        self.fault = fault
        super().__init__(message)


class ProofRefusedError(LogError):
    """A proof does not show that an entry is in a log.

    Parameters
    ----------
    part
        Which part of it fails.
    message
        What is wrong, as a sentence.
    """

    def __init__(self, part: ProofPart, message: str) -> None:
        self.part = part
        super().__init__(message)
