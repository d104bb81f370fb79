"""Headcounts and populations from files or data frames."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rating.intake import load_profile, read_tables
from rating.intake.benchmarks import benchmark_of
from rating.intake.benchmarks import read_benchmark as read_benchmark_file
from rating.intake.tables import open_table, table_in_memory
from rating.workbench.frames import cells_of, is_frame

if TYPE_CHECKING:
    from rating.data import Benchmark
    from rating.intake import Intake
    from rating.intake.tables import Table

#: What a data frame is called in messages.
_FRAME = "data frame"


def read_headcounts(*sources: str | Path | Any, profile: str = "canonical", area: str = "") -> Intake:  # noqa: ANN401
    """Read headcounts of one source.

    Parameters
    ----------
    *sources
        Files (CSV, gzip, XLSX) or data frames, at least one; several are several periods or parts.
    profile
        How the source writes them: ``canonical``, or that of a public filing.
    area
        Keep the companies of one area only.

    Raises
    ------
    InputRefusedError
        With all faults, their places and the way out; rows of a frame count from 2, as below a head line.
    UnknownNameError
        If there is no such profile.
    TypeError
        If there is no source, or one that is neither a file nor a data frame.
    """
    if not sources:
        raise TypeError("Name at least one file or data frame.")
    return read_tables([partial(_open, source) for source in sources], load_profile(profile), area=area)


def read_benchmark(source: str | Path | Any, *, name: str = "", profile: str = "canonical") -> Benchmark:  # noqa: ANN401
    """Read the population that workforces are compared with.

    Parameters
    ----------
    source
        A file (a table, or a census area in JSON) or a data frame with ``attribute,group,count``.
    name
        What a data frame is about, for readers.
    profile
        Whose category lists it is mapped to.

    Raises
    ------
    InputRefusedError
        With all faults, their places and the way out.
    """
    how = load_profile(profile)
    if is_frame(source):
        return benchmark_of(_open(source), name or "population", how)
    return read_benchmark_file(Path(source), how)


def _open(source: str | Path | Any) -> Table:  # noqa: ANN401 - a frame of any library
    if not is_frame(source):
        if not isinstance(source, str | Path):
            raise TypeError(
                f"Headcounts are read from a file or a data frame, not from a {type(source).__name__}. "
                "Collect what is lazy first."
            )
        return open_table(Path(source))
    header, rows = cells_of(source)
    digest = hashlib.sha256(repr((header, rows)).encode()).hexdigest()
    return table_in_memory(_FRAME, digest, header, rows)
