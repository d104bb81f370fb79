"""Reading a submission: several files of one source, all checked before anything is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rating.errors import Fault, InputRefusedError
from rating.intake.filings import stack
from rating.intake.long import LongReader
from rating.intake.tables import open_table
from rating.intake.wide import WideReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from rating.data import Headcount
    from rating.intake.filings import Filing, Rejection
    from rating.intake.profiles import Profile
    from rating.intake.tables import Table

_READERS: dict[str, Callable[[Profile], LongReader | WideReader]] = {
    "long": LongReader,
    "crossed": LongReader,
    "wide": WideReader,
}

#: So many faults are told over all files.
_TOLD = 20


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its name and the SHA-256 of its bytes."""

    name: str
    digest: str


@dataclass(frozen=True)
class Intake:
    """A submission, read.

    Attributes
    ----------
    profile
        How it was read.
    files
        In the order given.
    headcounts
        One a period, ascending.
    rejections
        Entries that a rule keeps out of the rating.
    places
        (period, company key) -> file and row where the company's figures begin.
    area
        The area it was restricted to, or "".
    notes
        What was noticed in the files and does no harm, as sentences.
    """

    profile: Profile
    files: tuple[FileRead, ...]
    headcounts: tuple[Headcount, ...]
    rejections: tuple[Rejection, ...]
    places: Mapping[tuple[str, str], tuple[str, int]]
    area: str = ""
    notes: tuple[str, ...] = ()


def read_headcounts(
    paths: Sequence[Path],
    profile: Profile,
    *,
    area: str = "",
    on_file: Callable[[int], None] = lambda _done: None,
) -> Intake:
    """Read the files of one submission.

    Parameters
    ----------
    paths
        At least one file; several are several periods or parts.
    profile
        How their source writes headcounts.
    area
        Keep the companies of one area only, for example the postcode area "LS".
    on_file
        Called with the number of files read so far.

    Raises
    ------
    InputRefusedError
        With the faults of all files.
    """
    return read_tables([partial(open_table, path) for path in paths], profile, area=area, on_table=on_file)


def read_tables(
    sources: Sequence[Callable[[], Table]],
    profile: Profile,
    *,
    area: str = "",
    on_table: Callable[[int], None] = lambda _done: None,
) -> Intake:
    """Read the tables of one submission, wherever they come from; see `read_headcounts`.

    Parameters
    ----------
    sources
        Each opens one table, and may refuse it.
    profile, area
        As in `read_headcounts`.
    on_table
        Called with the number of tables read so far.

    Raises
    ------
    InputRefusedError
        With the faults of all tables.
    """
    reader = _READERS[profile.shape](profile)
    files: list[FileRead] = []
    faults: list[Fault] = []
    more = 0
    for source in sources:
        try:
            table = source()
            files.append(FileRead(table.file, table.digest))
            reader.read(table)
        except InputRefusedError as error:
            faults += error.faults
            more += error.more
        on_table(len(files))
    if faults:
        raise InputRefusedError(tuple(faults[:_TOLD]), more + max(len(faults) - _TOLD, 0))
    filings, rejections = reader.filings()
    if area:
        filings, rejections = _of_area(filings, rejections, area, files)
    return Intake(
        profile=profile,
        files=tuple(files),
        headcounts=stack(filings, profile),
        rejections=tuple(rejections),
        places={(filing.period, filing.company.key): (filing.file, filing.row) for filing in filings},
        area=area.upper(),
        notes=tuple(reader.notes),
    )


def _of_area(
    filings: list[Filing], rejections: list[Rejection], area: str, files: list[FileRead]
) -> tuple[list[Filing], list[Rejection]]:
    wanted = area.strip().upper()
    kept = [filing for filing in filings if filing.company.area.upper() == wanted]
    if not kept:
        known = Counter(filing.company.area for filing in filings if filing.company.area)
        remedy = (
            f"The areas with most companies: {', '.join(name for name, _ in known.most_common(8))}."
            if known
            else "This source states no areas."
        )
        raise InputRefusedError.because(files[0].name, "", f"no company lies in the area '{area}'.", remedy)
    rows = {(filing.file, filing.row) for filing in kept}
    return kept, [rejection for rejection in rejections if (rejection.file, rejection.row) in rows]
