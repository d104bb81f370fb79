"""Data frames of the user's own library, both ways; none of them is needed for anything else."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from rating.errors import RatingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rating.documents.rows import Cell

    Backend = Literal["pandas", "polars", "pyarrow"]

#: Libraries that a frame can be made with, the first that is installed unless one is asked for.
BACKENDS: dict[str, Backend] = {"pandas": "pandas", "polars": "polars", "pyarrow": "pyarrow"}


class NoFramesError(RatingError):
    """A data frame was asked for and there is no library to make it."""


def to_frame(columns: Sequence[str], rows: Iterable[Sequence[Cell]], backend: str | None) -> Any:  # noqa: ANN401
    """Return rows as a data frame.

    Parameters
    ----------
    columns, rows
        Names, and cells in their order.
    backend
        One of `BACKENDS`; None for the first that is installed.

    Raises
    ------
    NoFramesError
        If it is not installed, or unknown.
    """
    if backend is not None and backend not in BACKENDS:
        raise NoFramesError(f"There is no backend called '{backend}'. Known: {', '.join(BACKENDS)}.")
    usable = [name for name in ((backend,) if backend else BACKENDS) if name and find_spec(name)]
    if not usable:
        wanted = backend or "one of " + ", ".join(BACKENDS)
        raise NoFramesError(f"A data frame needs {wanted}. Install it, for example: pip install pandas.")
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    named = {column: list(values) for column, values in zip(columns, cells, strict=True)}
    return nw.from_dict(named, backend=BACKENDS[usable[0]]).to_native()


def is_frame(source: object) -> bool:
    """Tell whether something is a data frame of a library that is known."""
    return isinstance(nw.from_native(source, pass_through=True), nw.DataFrame)


def cells_of(frame: Any) -> tuple[tuple[str, ...], list[list[str]]]:  # noqa: ANN401 - anybody's frame
    """Return the header and the rows of a frame as texts; what is missing is empty."""
    table = nw.from_native(frame, eager_only=True)
    rows = [["" if _is_missing(cell) else _text(cell) for cell in row] for row in table.iter_rows()]
    return tuple(table.columns), rows


def _is_missing(cell: object) -> bool:
    try:
        return cell is None or bool(cell != cell)  # noqa: PLR0124 - NaN is what differs from itself
    except TypeError:  # of what pandas puts in its place it cannot even be asked
        return True


def _text(cell: object) -> str:
    # a column of whole numbers with gaps is one of floats in pandas
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
