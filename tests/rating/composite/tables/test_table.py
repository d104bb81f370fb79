"""Tables: what is read, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from rating.composite.tables import Table
from rating.errors import InputRefusedError, UnknownNameError


def test_a_csv_is_read_with_gaps_and_groups() -> None:
    table = Table.from_csv("code,x,region\nA,1.5,south\nB,NA,north\nC,,\n", unit="code")
    assert table.units == ("A", "B", "C")
    np.testing.assert_array_equal(table.column("x"), [1.5, np.nan, np.nan])
    region = table.column("region")
    assert region[0] != region[1]
    assert np.isnan(region[2])
    assert table.texts == {"region": ("A", "south")}
    np.testing.assert_array_equal(table.only(["region", "x"])[0], [region[0], 1.5])
    later = Table.from_csv("\ufeffcode,region\nD, north \n", unit="code")
    assert later.column("region")[0] == region[1]  # the same name is the same group in every table


def test_faulty_tables_are_refused_with_the_place() -> None:
    with pytest.raises(InputRefusedError, match=r"scores\.csv, row 1: There is no column unit"):
        Table.from_csv("a,b\n1,2\n", unit="unit", name="scores.csv")
    with pytest.raises(InputRefusedError, match="row 3: The head has 2 cells, this row 3"):
        Table.from_csv("a,b\n1,2\n1,2,3\n", unit="a")
    with pytest.raises(InputRefusedError, match="row 1: The column b is there twice"):
        Table.from_csv("a,b,b\n1,2,3\n", unit="a")
    with pytest.raises(InputRefusedError, match="column a: The unit 1 is there twice"):
        Table.from_csv("a,b\n1,2\n\n1,3\n", unit="a")
    with pytest.raises(ValueError, match="column x has 1 values for 2 units"):
        Table.of(["A", "B"], {"x": [1]})
    with pytest.raises(ValueError, match="The unit A is there twice"):
        Table.of(["A", "A"], {"x": [1, 2]})
    with pytest.raises(ValueError, match="shape"):
        Table(("A",), ("x",), np.ones((2, 1)))
    with pytest.raises(UnknownNameError, match="no column called 'y'"):
        Table.of(["A"], {"x": [1]}).column("y")


def test_a_table_without_rows_has_its_columns() -> None:
    table = Table.from_csv("code,x\n", unit="code")
    assert (table.units, table.columns, table.values.shape) == ((), ("x",), (0, 1))
