"""A long table of companies and years, with what was left out told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.errors import InputRefusedError
from rating.intake.panels import PanelColumns, read_panel

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = PanelColumns("firm", "year", "variety", ("roa",), ("size",), industry="industry")
TABLE = """firm,year,variety,roa,industry,size
A,2016,0.1,1e-2,x,large
A,2016,0.1,1e-2,x,large
A,2017/18,0.2,NA,x,small
B,2016,0.4,"0,3",y,small
B,2016,0.5,0.3,y,small
,2016,0.5,0.3,y,small
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "panel.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_left_out_is_told_with_its_rows(tmp_path: Path) -> None:
    panel = read_panel(written(tmp_path, TABLE), COLUMNS)
    assert panel.company.tolist() == ["A", "A"]
    assert panel.year.tolist() == [2016, 2017]
    assert panel.outcomes["roa"].tolist() == pytest.approx([0.01, np.nan], nan_ok=True)
    assert panel.controls["size = small"].tolist() == [0, 1]
    assert [(one.code, one.rows) for one in panel.remarks] == [
        ("words_as_control", 6), ("no_key", 1), ("same_twice", 1), ("contradicting", 2),
    ]  # fmt: skip
    assert panel.remarks[-1].facts["places"] == (5, 6)


def test_cells_that_are_no_numbers_are_told_all_at_once(tmp_path: Path) -> None:
    text = TABLE.replace("0.4", "much").replace("2017/18", "lately")
    with pytest.raises(InputRefusedError) as refused:
        read_panel(written(tmp_path, text), COLUMNS)
    assert {fault.place for fault in refused.value.faults} == {
        "row 4, column year", "row 5, column variety",
    }  # fmt: skip


def test_a_column_cannot_be_two_things(tmp_path: Path) -> None:
    twice = PanelColumns("firm", "year", "roa", ("roa",))
    with pytest.raises(InputRefusedError, match="two things"):
        read_panel(written(tmp_path, TABLE), twice)


def test_names_that_differ_in_signs_alone_are_told_and_kept_apart(tmp_path: Path) -> None:
    rows = "Acme Ltd,2016,0.1,1,x,1\nACME  Ltd.,2017,0.2,1,x,1\nBolt,2016,0.3,1,x,1\n"
    panel = read_panel(written(tmp_path, TABLE.partition("\n")[0] + "\n" + rows), COLUMNS)
    assert len(set(panel.company.tolist())) == 3
    (remark,) = panel.remarks
    assert (remark.code, remark.rows, len(remark.facts["names"])) == ("alike_names", 2, 2)
