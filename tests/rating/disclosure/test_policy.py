"""Floors live in code: no field of a policy lowers them, and what nobody thought of is sensitive."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.disclosure import FLOOR, SENSITIVE_FLOOR, Movement, Policy, floor_of
from rating.disclosure.policy import FloorError

ATTRIBUTES = ("gender", "age", "seniority", "education", "origin", "race", "religion", "union", "")
PEOPLE = st.none() | st.integers(0, 10_000)
MOVEMENTS = st.builds(Movement, PEOPLE, PEOPLE)


def test_the_floors_are_five_and_ten() -> None:
    assert (FLOOR, SENSITIVE_FLOOR) == (5, 10)
    assert (Policy().k, Policy().k_sensitive) == (5, 10)


@pytest.mark.parametrize(
    ("attribute", "floor"),
    [
        ("gender", 5), ("age", 5), ("seniority", 5), ("education", 5),
        ("origin", 10), ("ethnicity", 10), ("disability", 10), ("religion", 10), ("carer", 10),
        ("sexual_orientation", 10), ("gender_identity", 10), ("union_membership", 10),
        ("race", 10), ("ethnie", 10), ("Gender", 10), ("gender ", 10), ("shoe_size", 10), ("", 10),
    ],
)  # fmt: skip
def test_every_attribute_that_the_code_does_not_know_is_sensitive(attribute: str, floor: int) -> None:
    """Renaming origin to race does not escape the floor."""
    assert (floor_of(attribute), Policy().floor_of(attribute)) == (floor, floor)


@pytest.mark.parametrize(
    ("fields", "name", "asked", "floor"),
    [
        ({"k": 4}, "k", 4, 5),
        ({"k": 0}, "k", 0, 5),
        ({"k": -5}, "k", -5, 5),
        ({"k_sensitive": 9}, "k_sensitive", 9, 10),
        ({"k_sensitive": 5}, "k_sensitive", 5, 10),
        ({"k": 20, "k_sensitive": 0}, "k_sensitive", 0, 10),
        ({"k": 1, "already_public": True}, "k", 1, 5),
    ],
)
def test_a_floor_below_that_in_code_is_an_error(
    fields: dict[str, int], name: str, asked: int, floor: int
) -> None:
    with pytest.raises(FloorError, match="which nothing lowers") as caught:
        Policy(**fields)  # type: ignore[arg-type]
    assert (caught.value.name, caught.value.asked, caught.value.floor) == (name, asked, floor)


def test_a_policy_is_not_lowered_afterwards() -> None:
    policy = Policy()
    with pytest.raises(FloorError):
        replace(policy, k=1)
    with pytest.raises(AttributeError):
        policy.k = 1  # type: ignore[misc]


@given(
    already_public=st.booleans(),
    source=st.text(max_size=5),
    k=st.integers(5, 50),
    k_sensitive=st.integers(10, 50),
    sensitive=st.frozensets(st.sampled_from(ATTRIBUTES)),
    reference_date=st.dates().map(date.isoformat) | st.just(""),
    movement=MOVEMENTS,
    movements=st.dictionaries(st.sampled_from(("A", "gender", "*")), MOVEMENTS),
)
def test_no_field_lowers_a_floor(**fields: object) -> None:
    policy = Policy(**fields)  # type: ignore[arg-type]
    for attribute in ATTRIBUTES:
        assert policy.floor_of(attribute) >= floor_of(attribute)


def test_a_policy_can_ask_for_more() -> None:
    policy = Policy(k=8, k_sensitive=12, sensitive=frozenset({"age"}))
    assert [policy.floor_of(name) for name in ("gender", "age", "origin")] == [8, 12, 12]
    # what is sensitive is never protected less than what is not
    assert Policy(k=15).floor_of("origin") == 15


def test_joiners_and_leavers_are_those_of_the_company_where_they_are_known() -> None:
    policy = Policy(movement=Movement(1, 2), movements={"A": Movement(30, 40)})
    assert policy.movement_of("A") == Movement(30, 40)
    assert policy.movement_of("B") == Movement(1, 2)
    assert Policy().movement_of("A") == Movement(None, None)
