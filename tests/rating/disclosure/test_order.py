"""The order in which things are published: a source that is sorted by count tells nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rating.disclosure import Policy, publication_of, release
from rating.disclosure.order import (
    in_order_of_attributes,
    in_order_of_groups,
    in_order_of_levels,
    in_order_of_units,
)
from tests.builders import base_cells, linked


def test_what_is_registered_stands_as_registered() -> None:
    assert in_order_of_levels(["board", "staff", "executive"]) == ("staff", "executive", "board")
    assert in_order_of_attributes(["shoe size", "origin", "gender"]) == ("gender", "origin", "shoe size")
    assert in_order_of_groups(["non_binary", "men", "women"], "gender") == ("women", "men", "non_binary")


def test_what_is_not_registered_stands_behind_by_name_and_unknown_last() -> None:
    assert in_order_of_levels(["Tier 10", "staff", "tier 9"]) == ("staff", "tier 9", "Tier 10")
    given = ["unknown", "martian", "women", "10-19", "2-9"]
    assert in_order_of_groups(given, "gender") == ("women", "2-9", "10-19", "martian", "unknown")
    assert in_order_of_groups(["b", "unknown", "a"], "shoe size") == ("a", "b", "unknown")
    assert in_order_of_units([("X", "b"), ("A", "c"), ("X", "10"), ("X", "9")]) == (
        ("A", "c"), ("X", "9"), ("X", "10"), ("X", "b")
    )  # fmt: skip


names = st.text(max_size=6)


@given(st.lists(names, unique=True), st.randoms())
def test_the_order_does_not_depend_on_that_of_the_source(given: list[str], random: object) -> None:
    """Also among names that differ in case alone, and whatever they are written in."""
    mixed = list(given)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert in_order_of_groups(given, "gender") == in_order_of_groups(mixed, "gender")
    assert in_order_of_levels(given) == in_order_of_levels(mixed)


@settings(max_examples=25)
@given(st.data())
def test_a_release_does_not_depend_on_the_order_of_the_rows(data: st.DataObject) -> None:
    """Neither the order in the file nor which cells are withheld."""
    cells = []
    for company in ("B", "A"):
        rows = {
            level: tuple(data.draw(st.integers(0, 40)) for _ in range(3))
            for level in ("staff", "tier 2", "board")
        }
        cells += base_cells(rows, "origin", ("c", "a", "unknown"), company=company, city="X")
    mixed = data.draw(st.permutations(cells))
    parents = {"company": "city"}
    one, other = (publication_of(release(linked(rows, parents), Policy())) for rows in (cells, mixed))
    assert one == other
