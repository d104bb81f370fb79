"""The output folder: results are made apart and moved into place whole; a run that fails leaves nothing."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rating.documents import (
    REJECTED_COLUMNS,
    SCHEMA,
    ratings_columns,
    ratings_rows,
    rejected_rows,
)
from rating.documents.joined_rows import JOINED_COLUMNS, joined_rows
from rating.documents.page_names import PageNames
from rating.documents.rows import for_spreadsheets
from rating.documents.sensitivity_rows import SENSITIVITY_COLUMNS, sensitivity_rows
from rating.errors import InputRefusedError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rating.run import Outcome


@dataclass(frozen=True, slots=True)
class Results:
    """What a command writes into its folder; other things there are left alone.

    Attributes
    ----------
    names
        Files and folders.
    document
        The one of them that tells whether an earlier run of the command wrote them.
    schema
        What this document calls its schema.
    """

    names: tuple[str, ...]
    document: str
    schema: str


#: What rating writes.
RATINGS = Results(
    (
        "ratings.csv",
        "ratings.json",
        "rejected.csv",
        "sensitivity.csv",
        "joined.csv",
        "released",
        "index.html",
        "report",
    ),
    "ratings.json",
    SCHEMA,
)


def refuse_unusable(folder: Path, results: Results = RATINGS) -> None:
    """Refuse an output folder that cannot be used, before anything is computed.

    Raises
    ------
    InputRefusedError
        If it is a file, or holds files of the same names that no earlier run wrote.
    """
    try:
        usable = folder.is_dir() or not folder.exists()
    except OSError as error:
        raise _cannot_write(folder, error) from error
    if not usable:
        raise InputRefusedError.because(
            str(folder), "", "the output folder is a file.", "Name a folder with --out."
        )
    strangers = [name for name in results.names if (folder / name).exists()]
    if strangers and not _is_earlier_run(folder / results.document, results.schema):
        raise InputRefusedError.because(
            str(folder),
            strangers[0],
            "it exists and no earlier run wrote it, so it is not overwritten.",
            "Name another folder with --out, or move it away.",
        )


def _is_earlier_run(path: Path, schema: str) -> bool:
    start = f'{{"schema":"{schema}"'
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(len(start)) == start
    except (OSError, UnicodeDecodeError):
        return False


@contextmanager
def filling(folder: Path, results: Results = RATINGS) -> Iterator[Path]:
    """Give a temporary folder to fill; move what was written into place when all went well.

    Raises
    ------
    InputRefusedError
        If the place may not be written.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    draft: Path | None = None
    done = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # inside the folder itself: moving must not cross to another file system
        draft = Path(tempfile.mkdtemp(prefix=".diversity-platform-", dir=folder))
        yield draft
        with _one_at_a_time(folder):
            _swap(folder, draft, results.names)
        done = True
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)
        for place in made if not done else ():
            with suppress(OSError):  # somebody else put something there
                place.rmdir()


def _cannot_write(folder: Path, error: OSError) -> InputRefusedError:
    return InputRefusedError.because(
        str(folder), "", f"the output folder cannot be written ({error}).", "Name another one with --out."
    )


def _swap(folder: Path, draft: Path, names: tuple[str, ...]) -> None:
    """Put the results in the place of those of an earlier run; on a failure put everything back."""
    earlier = draft / "earlier"
    earlier.mkdir()
    moves = [(folder / name, earlier / name) for name in names]
    moves += [(draft / name, folder / name) for name in names]
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists() or source.is_symlink():
                source.rename(target)
                moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            target.rename(source)
        raise


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Let two runs into the same folder move their results one after the other: the later one stays."""
    if sys.platform == "win32":  # has no lock on a folder
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_tables(outcome: Outcome, folder: Path) -> None:
    """Write the tables of a run, and a file a period in ``released/``; of choices where any were tried."""
    document = outcome.document
    (folder / "ratings.json").write_text(document.model_dump_json(by_alias=True), encoding="utf-8")
    write_csv(folder / "ratings.csv", ratings_columns(document), ratings_rows(document))
    write_csv(folder / "rejected.csv", REJECTED_COLUMNS, rejected_rows(outcome.rejections))
    tried = [row for period in document.periods for row in sensitivity_rows(period)]
    if tried:
        write_csv(folder / "sensitivity.csv", SENSITIVITY_COLUMNS, tried)
    if outcome.joins:
        write_csv(folder / "joined.csv", JOINED_COLUMNS, joined_rows(outcome.joins))
    if outcome.releases:
        (folder / "released").mkdir()
        names = PageNames()
        for period, publication in outcome.releases.items():
            path = folder / "released" / f"{names.name(period, period)}.json"
            path.write_text(publication.as_text(), encoding="utf-8")


def write_csv(
    path: Path, columns: Iterable[str], rows: Iterable[Iterable[Any]], *, encoding: str = "utf-8"
) -> None:
    """Write a table as CSV in UTF-8, empty cells for None, nothing in it that a spreadsheet would run."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(for_spreadsheets(row) for row in rows)


def summary(outcome: Outcome, folder: Path) -> str:
    """Return what was done as one JSON object, for programs."""
    document = outcome.document
    return json.dumps(
        {
            "out": str(folder),
            "framework": document.framework.name,
            "periods": [
                {
                    "period": period.period,
                    "companies": period.companies,
                    "rated": period.rated,
                    "ranked": period.ranked,
                    "performance": period.performance.sentence if period.performance else None,
                }
                for period in document.periods
            ],
            "rejected": len(outcome.rejections),
            "files": [name for name in RATINGS.names if (folder / name).exists()],
            "notes": document.source.notes,
        },
        ensure_ascii=False,
    )
