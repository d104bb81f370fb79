"""The attacker finds what careless gates give away, and finds nothing where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rating.disclosure.attack.attacker import attack
from tests.rating.disclosure.attack.careless_gates import (
    ALONE,
    by_the_rule,
    cells,
    counted,
    each_attribute_for_itself,
    everything,
    found_in,
    nothing,
    published,
    table,
    with_a_second_in_the_row,
)
from tests.rating.disclosure.attack.worlds import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.rating.disclosure.attack.careless_gates import Counts, Hidden


def test_a_cell_that_is_alone_in_its_column_is_the_total_less_the_others() -> None:
    rows = table({"staff": {"women": 40, "men": 3}, "leaders": {"women": 20, "men": 25}})
    breaches = attack([published(rows, by_the_rule)])
    assert found_in(breaches) == {("staff", "women"): (40,), ("staff", "men"): (3,)}
    assert {breach.needed for breach in breaches} == {5}
    assert {breach.why for breach in breaches} == {"known exactly"}


def test_one_primary_cell_of_two_by_two_is_known_exactly() -> None:
    rows = table({"staff": {"women": 4, "men": 40}, "leaders": {"women": 20, "men": 25}})
    breaches = attack([published(rows, cells("staff women"))])
    assert [breach.why for breach in breaches] == [
        "released although all but a few of its row are in it",
        "known exactly",
    ]
    assert found_in(breaches) == {("staff", "men"): (40,), ("staff", "women"): (4,)}


def test_a_second_cell_in_the_row_protects_no_column() -> None:
    rows = table(
        {
            "staff": {"under30": 3, "under50": 12, "over50": 40},
            "leaders": {"under30": 20, "under50": 31, "over50": 22},
        },
        "age",
    )
    document = published(rows, with_a_second_in_the_row)
    withheld = [cell for shown in document["tables"] for cell in shown["cells"] if cell["value"] is None]
    assert [(cell["level"], cell["group"]) for cell in withheld] == [
        ("staff", "under30"),
        ("staff", "under50"),
    ]
    assert found_in(attack([document])) == {("staff", "under30"): (3,), ("staff", "under50"): (12,)}


def test_a_company_less_one_site_is_the_other_site() -> None:
    rows = [
        *table({"staff": {"women": 40, "men": 50}}, company="A", site="A1"),
        *table({"staff": {"women": 6, "men": 3}}, company="A", site="A2"),
    ]
    breaches = attack([published(rows, by_the_rule, ("company", "site"))])
    assert {breach.unit["site"] for breach in breaches} == {"A2"}
    assert found_in(breaches)["staff", "men"] == (3,)


def test_the_total_row_of_nine_people_tells_too_much_of_one_woman_director() -> None:
    rows = table(
        {
            "board": {"women": 1, "men": 2},
            "executive": {"women": 0, "men": 1},
            "staff": {"women": 3, "men": 2},
        }
    )

    def with_the_total_row(counts: Counts) -> Hidden:
        return {place for place in counts if place[2] != "*"}

    breaches = attack([published(rows, with_the_total_row)])
    assert found_in(breaches)["board", "women"] == (0, 1, 2, 3, 4)
    assert ("*", "women") in found_in(breaches)  # shown, and below the floor
    assert attack([published(rows, everything)]) == []


def test_a_headcount_withheld_for_one_attribute_and_shown_for_another_is_found() -> None:
    rows = [
        *table({"staff": {"women": 30, "men": 40}, "leaders": {"women": 3, "men": 4}}),
        *table({"staff": {"north": 35, "south": 35}, "leaders": {"north": 3, "south": 4}}, "origin"),
    ]
    breaches = attack([published(rows, each_attribute_for_itself)])
    assert ("leaders", "*") in {place for place, values in found_in(breaches).items() if values == (7,)}
    assert "withheld here and released elsewhere" in {breach.why for breach in breaches}


def test_two_exports_that_are_safe_alone_are_attacked_together() -> None:
    rows = table(
        {
            "staff": {"women": 30, "men": 41},
            "leaders": {"women": 21, "men": 33},
            "board": {"women": 12, "men": 14},
        }
    )
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    whole = published(rows, block)
    filtered = published(rows, set(), keys=("group",), fixed={"level": "leaders"})
    assert attack([whole]) == []
    assert attack([filtered]) == []
    told = found_in(attack([whole, filtered]))
    assert told == {
        ("staff", "women"): (30,),
        ("staff", "men"): (41,),
        ("leaders", "women"): (21,),
        ("leaders", "men"): (33,),
    }


def test_a_filter_alone_does_not_say_that_there_are_no_other_levels() -> None:
    rows = table({"staff": {"women": 30, "men": 41}, "leaders": {"women": 21, "men": 33}})
    filtered = published(rows, set(), keys=("group",), fixed={"level": "leaders"})
    total = published(rows, cells("* women", "* men"), keys=("group",))
    assert attack([filtered, total]) == []


def test_a_company_less_some_of_its_sites_may_have_sites_that_were_not_given() -> None:
    sites = {
        name: table({"staff": {"women": 40, "men": 50}}, company="A", site=name) for name in ("A1", "A2")
    }
    document = published([*sites["A1"], *sites["A2"]], nothing, ("company", "site"))
    document["tables"] = [shown for shown in document["tables"] if shown["fixed"]["site"] != "A2"]
    assert attack([document]) == []


@pytest.mark.parametrize("gate", [nothing, everything])
@pytest.mark.parametrize("attributes", [["gender"], ["gender", "origin"]])
def test_nothing_is_found_where_nothing_or_everything_is_withheld(
    gate: Callable[[Counts], Hidden], attributes: list[str]
) -> None:
    rows = [
        row
        for attribute in attributes
        for row in table({"staff": {"a": 40, "b": 50}, "leaders": {"a": 33, "b": 20}}, attribute)
    ]
    assert attack([published(rows, gate)]) == []


def test_what_the_rule_withholds_is_a_breach_where_it_is_shown() -> None:
    rows = table({"staff": {"a": 40, "b": 3}, "leaders": {"a": 0, "b": 20}})
    breaches = attack([published(rows, nothing)])
    assert found_in(breaches) == {
        ("staff", "b"): (3,),
        ("staff", "a"): (40,),
        ("leaders", "a"): (0,),
        ("leaders", "b"): (20,),
    }
    assert {breach.why.split()[0] for breach in breaches} == {"released"}


def test_numbers_that_contradict_each_other_are_a_breach() -> None:
    document = published(table({"staff": {"a": 40, "b": 50}}), nothing)
    document["tables"][0]["cells"][0]["value"] += 1
    assert [breach.why for breach in attack([document])] == [
        "no table of counts agrees with what is published"
    ]


def test_editions_of_two_dates_are_no_one_population() -> None:
    rows = table({"staff": {"a": 40, "b": 50}})
    with pytest.raises(ValueError, match="compare_editions"):
        attack([published(rows, nothing), published(rows, nothing, date=SECOND)])


def test_a_headcount_known_from_elsewhere_is_used() -> None:
    rows = table({"staff": {"a": 20, "b": 21}, "leaders": {"a": 1, "b": 2}})
    hidden = {place for place in counted(rows, ALONE) if place[2] in {"leaders", "*"}}
    document = published(rows, hidden)
    assert attack([document]) == []
    assert found_in(attack([document], headcounts={"A": 44})) == {
        ("staff", "*"): (41,),  # shown, and all but three
        ("leaders", "*"): (3,),
        ("leaders", "a"): (0, 1, 2, 3),
        ("leaders", "b"): (0, 1, 2, 3),
        ("*", "a"): (20, 21, 22, 23),
        ("*", "b"): (21, 22, 23, 24),
    }


def test_nothing_can_be_promised_of_a_unit_known_to_be_below_the_floor() -> None:
    rows = table({"staff": {"a": 1, "b": 2}, "leaders": {"a": 1, "b": 0}})
    assert attack([published(rows, everything)], headcounts={"A": 4}) == []
    known = attack([published(rows, everything)], headcounts={("A",): 5})
    assert known == []  # nought to five people are six values, and five is one of them
