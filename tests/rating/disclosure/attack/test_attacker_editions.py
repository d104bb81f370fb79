"""The attacker finds what two editions tell of the few people who came or went between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.rating.disclosure.attack.attacker import compare_editions
from tests.rating.disclosure.attack.careless_gates import cells, counted, found_in, nothing, published, table
from tests.rating.disclosure.attack.worlds import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.rating.disclosure.attack.careless_gates import Hidden
    from tests.rating.disclosure.attack.worlds import Row

BEFORE = {"staff": {"women": 40, "men": 50}, "leaders": {"women": 30, "men": 20}}


def later(rows: Iterable[Row], hidden: Hidden | None = None, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    return published(rows, hidden or set(), date=SECOND, **given)


def test_one_joiner_is_seen_where_the_new_numbers_are_shown() -> None:
    after = {**BEFORE, "staff": {"women": 41, "men": 50}}
    older, newer = published(table(BEFORE), nothing), later(table(after))
    seen = found_in(compare_editions(older, newer))
    assert seen == {
        ("staff", "women"): (40, 41),
        ("staff", "*"): (90, 91),
        ("*", "women"): (70, 71),
        ("*", "*"): (140, 141),
    }
    assert found_in(compare_editions(older, newer, joiners=1, leavers=0)) == seen


def test_old_values_that_are_kept_tell_nothing() -> None:
    assert (
        compare_editions(published(table(BEFORE), nothing), later(table(BEFORE)), joiners=1, leavers=0) == []
    )


def test_many_who_joined_hide_no_single_leaver_and_many_of_both_hide_all() -> None:
    after = {**BEFORE, "staff": {"women": 70, "men": 49}}
    older, newer = published(table(BEFORE), nothing), later(table(after), moved=(30, 1))
    assert found_in(compare_editions(older, newer)) == {("staff", "men"): (50, 49), ("*", "men"): (70, 69)}
    after["staff"]["men"] = 44
    assert compare_editions(older, later(table(after), moved=(30, 6))) == []


def test_the_floor_of_a_sensitive_attribute_is_its_own() -> None:
    after = {**BEFORE, "staff": {"women": 47, "men": 43}}
    older, newer = (published(table(BEFORE, "gender"), nothing), later(table(after, "gender"), moved=(7, 7)))
    assert compare_editions(older, newer) == []
    older, newer = (published(table(BEFORE, "origin"), nothing), later(table(after, "origin"), moved=(7, 7)))
    assert {breach.needed for breach in compare_editions(older, newer)} == {10}


def test_what_was_withheld_before_stays_withheld() -> None:
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    older, newer = published(table(BEFORE), block), later(table(BEFORE))
    reasons = {breach.why for breach in compare_editions(older, newer)}
    assert reasons == {"withheld before and released now"}
    assert compare_editions(older, later(table(BEFORE), block)) == []


THREE = {
    "one": {"a": 20, "b": 30, "c": 40, "d": 50},
    "two": {"a": 21, "b": 31, "c": 41, "d": 51},
    "three": {"a": 22, "b": 32, "c": 42, "d": 52},
}


def test_what_is_left_of_a_total_may_not_change_by_one() -> None:
    block = cells("one a", "one b", "two a", "two b")
    after = {**THREE, "one": {**THREE["one"], "c": 45, "a": 21}, "two": {**THREE["two"], "a": 20, "d": 57}}
    # row one: six more, of whom five are in c; row two: five more, of whom six are in d
    breaches = compare_editions(published(table(THREE), block), later(table(after), block))
    lines = {breach.values for breach in breaches if breach.why.startswith("what is left")}
    assert lines == {(50, 51), (52, 51)}


def test_what_is_left_of_two_rows_less_a_column_may_not_change_by_one() -> None:
    hidden = cells("one a", "one c", "two b", "two c", "three a", "three b")
    after = {
        "one": {**THREE["one"], "a": 21, "c": 44},
        "two": {**THREE["two"], "c": 46},
        "three": {**THREE["three"], "a": 26, "b": 37},
    }
    # every line's rest changes by five or more: one by 5, two by 5, three by 9, a by 5, b by 5, c by 9;
    # but one and two less c is the first a and the second b, together one more
    breaches = compare_editions(published(table(THREE), hidden), later(table(after), hidden))
    assert {breach.why for breach in breaches} == {
        "2 withheld cells of 2 rows less 1 columns changed by a few people"
    }
    assert (51, 52) in {breach.values for breach in breaches}


def test_a_new_site_that_is_withheld_is_the_change_of_its_company() -> None:
    def sites(**named: dict[str, dict[str, int]]) -> list[Row]:
        return [row for name, rows in named.items() for row in table(rows, company="A", site=name)]

    units = ("company", "site")
    older = published(sites(A1=BEFORE, A2=BEFORE), nothing, units)
    small = {"staff": {"women": 1, "men": 2}, "leaders": {"women": 0, "men": 0}}
    rows = sites(A1=BEFORE, A2=BEFORE, A3=small)
    hidden = {place for place in counted(rows, units) if place[0][1] == "A3"}
    newer = published(rows, hidden, units, date=SECOND)
    found = {
        (one.unit["site"], one.cell["level"], one.cell["group"]) for one in compare_editions(older, newer)
    }
    assert {("*", "*", "*"), ("*", "staff", "women"), ("A3", "*", "*")} <= found


def test_two_shapes_of_two_dates_are_attacked_as_one_population_where_they_agree() -> None:
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    older = published(table(BEFORE), block)
    newer = later(table(BEFORE), keys=("group",), fixed={"level": "leaders"})
    reasons = {breach.why for breach in compare_editions(older, newer)}
    assert reasons == {"withheld before and released now", "known exactly"}


def test_who_came_and_went_can_be_placed_where_two_editions_withhold_different_cells() -> None:
    old = {"one": {"a": 20, "b": 21, "c": 22, "d": 40}, "two": {"a": 30, "b": 31, "c": 32, "d": 50}}
    new = {"one": {**old["one"], "d": 45}, "two": {**old["two"], "d": 45}}
    older = published(table(old), cells("one a", "one b", "two a", "two b"))
    newer = later(table(new), cells("one a", "one c", "two a", "two c"))
    # all five joiners and all five leavers are in d, so nobody else came or went
    breaches = compare_editions(older, newer, joiners=5, leavers=5)
    assert found_in(breaches)["one", "a"] == (20,)
    assert {breach.why for breach in breaches} == {"known exactly"}
    assert len(breaches) == 8
    assert compare_editions(older, newer, joiners=30, leavers=30) == []


def test_people_who_were_promoted_contradict_nothing() -> None:
    after = {"staff": {"women": 33, "men": 50}, "leaders": {"women": 42, "men": 15}}
    older, newer = published(table(BEFORE), nothing), later(table(after), moved=(5, 5))
    assert compare_editions(older, newer) == []
