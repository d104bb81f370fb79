"""The ledger of a privacy budget as a file: used by one run at a time, and replaced whole."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rating.disclosure.ledger import LedgerError, ledger_of, new_ledger
from rating.errors import InputRefusedError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rating.disclosure.ledger import Ledger, People


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a ledger: another run waits until this one has charged it, and then sees what is left.

    Faults of the ledger inside are told with the name of the file.

    Raises
    ------
    InputRefusedError
        If its folder cannot be locked, or the ledger is refused.
    """
    if sys.platform == "win32":
        raise InputRefusedError.because(
            str(path), "", "this system has no lock for it, and two runs could spend it twice.", "Use Linux."
        )
    try:
        # the folder, not the file: saving puts another file in its place, and locks stay with the old one
        handle = os.open(path.resolve().parent, os.O_RDONLY)
    except OSError as error:
        raise InputRefusedError.because(
            str(path), "", f"its folder cannot be opened ({error.strerror}).", "Name another with --ledger."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the system lets go when the process ends, however it ends
        yield
    except LedgerError as error:
        raise InputRefusedError.because(str(path), error.place, error.message, error.remedy) from error
    finally:
        os.close(handle)


def load(path: Path, people: People, budget: float | None) -> Ledger:
    """Read a ledger, or open one where there is none.

    Parameters
    ----------
    path
        The file; nothing is written.
    people
        Whose ledger a new one is.
    budget
        Of a new one. Where there is a ledger it may be left out, and is not changed.

    Raises
    ------
    InputRefusedError
        If the file cannot be read, is missing without a budget, or has another budget.
    LedgerError
        If its content is faulty.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        if budget is None:
            raise InputRefusedError.because(
                str(path), "", "there is no such ledger.", "Check the name, or open one with --budget."
            ) from error
        return new_ledger(people, budget)
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefusedError.because(
            str(path), "", f"the ledger cannot be read ({error}).", "Name another with --ledger."
        ) from error
    ledger = ledger_of(text)
    if budget not in (None, ledger.budget):
        raise InputRefusedError.because(
            str(path),
            "budget",
            f"it is {ledger.budget:g}, and --budget says {budget:g}.",
            "Leave --budget out: a budget is decided before the first release and stays.",
        )
    return ledger


def save(path: Path, ledger: Ledger) -> None:
    """Put a ledger in the place of the file, whole, and make sure that it has reached the disk.

    Raises
    ------
    InputRefusedError
        If it cannot be written; the file is as it was.
    """
    target = path.resolve()  # a link stays a link
    draft = target.with_name(f".{target.name}.draft")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(ledger.as_text())
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise InputRefusedError.because(
            str(path), "", f"the ledger cannot be written ({error.strerror}).", "Name another with --ledger."
        ) from error
    with suppress(OSError):  # not every file system can
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
