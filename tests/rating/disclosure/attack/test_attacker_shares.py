"""The attacker takes shares for the counts that they stand for."""

from __future__ import annotations

import pytest

from tests.rating.disclosure.attack.attacker import attack_shares
from tests.rating.disclosure.attack.careless_gates import cells, found_in, nothing, published, table


def test_shares_of_forty_people_in_steps_of_five_leave_three_counts_each() -> None:
    rows = table({"staff": {"a": 14, "b": 13, "c": 13}, "leaders": {"a": 60, "b": 80, "c": 60}})
    hidden = cells("staff b", "staff c", "leaders b", "leaders c")
    document = published(rows, hidden, shares=True)
    shown = {(cell["level"], cell["group"]): cell["value"] for cell in document["tables"][0]["cells"]}
    assert (shown["staff", "a"], shown["leaders", "a"], shown["*", "a"]) == (35, 30, 31)
    assert attack_shares(document, {"staff": 40, "leaders": 200, "*": 240}) == []


def test_shares_tell_a_withheld_cell_that_is_the_rest() -> None:
    rows = table({"staff": {"a": 14, "b": 6, "c": 20}, "leaders": {"a": 60, "b": 80, "c": 60}})
    document = published(rows, cells("staff b"), shares=True)
    breaches = attack_shares(document, {("A", "staff"): 40, ("A", "leaders"): 200, ("A", "*"): 240})
    # of staff, 35 % are 13 to 15 and 50 % are 19 to 21, which leaves 4 to 8; of all, 36 % are 86 or 87, and
    # of leaders 40 % are 79 to 81, which leaves 5 to 8
    assert found_in(breaches) == {("staff", "b"): (5, 6, 7, 8)}
    assert [breach.why for breach in breaches] == ["too few values are possible"]


def test_a_share_of_an_unknown_row_is_refused() -> None:
    rows = table({"staff": {"a": 14, "b": 26}})
    with pytest.raises(ValueError, match="not known"):
        attack_shares(published(rows, nothing, shares=True), {"staff": 40})
