"""Data frames of two libraries, in and out; and none at all."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from rating.errors import InputRefusedError, UnknownNameError
from rating.workbench import read_benchmark, read_headcounts
from rating.workbench.frames import NoFramesError, cells_of, is_frame, to_frame

COLUMNS = ("company", "period", "level", "attribute", "group", "count")
ROWS = [
    ("Acme", 2026, "executive", "gender", "women", 12),
    ("Acme", 2026, "executive", "gender", "men", 18),
    ("Acme", 2026, "staff", "gender", "women", None),
    ("Acme", 2026, "staff", "gender", "men", 40),
]
FRAMES = pytest.mark.parametrize(
    "frame", [pd.DataFrame(ROWS, columns=COLUMNS), pl.DataFrame(ROWS, schema=list(COLUMNS), orient="row")]
)


@FRAMES
def test_headcounts_are_read_from_any_library_with_gaps_as_gaps(frame: object) -> None:
    headcount = read_headcounts(frame).headcounts[0]
    assert (headcount.period, [company.name for company in headcount.companies]) == ("2026", ["Acme"])
    assert headcount.leaders().tolist() == [30.0]
    assert headcount.cubes["gender"].counts[0, -2].tolist() == [12.0, 18.0, 0.0]


@FRAMES
def test_a_faulty_frame_is_refused_with_the_row_below_a_head_line(frame: object) -> None:
    columns, rows = cells_of(frame)
    wrong = pd.DataFrame([[*row[:-1], "many"] for row in rows], columns=list(columns))
    with pytest.raises(InputRefusedError, match=r"data frame, row 2, column count: 'many'"):
        read_headcounts(wrong)


def test_numbers_are_read_as_they_are_written() -> None:
    frame = pd.DataFrame({"count": [1.0, None, 2.5], "name": ["a", None, "b"]})
    assert cells_of(frame) == (("count", "name"), [["1", "a"], ["", ""], ["2.5", "b"]])
    assert is_frame(frame)
    assert not is_frame("headcounts.csv")


def test_a_population_is_read_from_a_frame() -> None:
    frame = pd.DataFrame({"attribute": ["gender"] * 2, "group": ["women", "men"], "count": [510, 490]})
    benchmark = read_benchmark(frame, name="The city")
    assert benchmark.name == "The city"
    assert benchmark.shares["gender"][:2].tolist() == [0.51, 0.49]


@pytest.mark.parametrize(("backend", "kind"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame)])
def test_a_frame_is_made_with_the_library_that_is_asked_for(backend: str, kind: type) -> None:
    frame = to_frame(("a", "b"), [(1, "x"), (None, "y")], backend)
    assert isinstance(frame, kind)
    assert list(frame.columns) == ["a", "b"]  # type: ignore[attr-defined]
    assert len(to_frame(("a", "b"), [], backend)) == 0


def test_without_a_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rating.workbench.frames.find_spec", lambda _name: None)
    with pytest.raises(NoFramesError, match=r"one of pandas, polars, pyarrow\. Install it"):
        to_frame(("a",), [], None)
    with pytest.raises(NoFramesError, match="needs polars"):
        to_frame(("a",), [], "polars")
    with pytest.raises(NoFramesError, match=r"no backend called 'excel'\. Known: pandas"):
        to_frame(("a",), [], "excel")


def test_an_unknown_profile_is_told_with_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match="canonical"):
        read_headcounts(pd.DataFrame(), profile="mine")


def test_what_pandas_puts_for_nothing_is_a_gap() -> None:
    frame = pd.DataFrame({"count": pd.array([1, None], dtype="Int64")})
    assert cells_of(frame) == (("count",), [["1"], [""]])
