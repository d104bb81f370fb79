"""Which groups are named: those of the call, and of declarations only what tells of nobody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from connector.matching.exposure.groups import NOT_DECLARED, groups_of
from connector.parties import Declaration, Use
from tests.connector.builders import startup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST, FLOOR = 10, 30


def counted(
    groups: Mapping[str | None, int],
    attributes: Mapping[str, Sequence[str]] | None = None,
    attribute: str = "origin",
) -> dict[str, dict[str, int]]:
    """Return attribute -> group -> start-ups, of so many that declared each group; None declared nothing."""
    startups = [
        startup(
            "s",
            declared=None
            if group is None
            else Declaration(groups={attribute: group}, uses=frozenset({Use.AUDIT})),
        )
        for group, many in groups.items()
        for _ in range(many)
    ]
    found = groups_of(startups, attributes, FEWEST, FLOOR)
    return {
        own.attribute: dict.fromkeys(own.groups, 0) | Counter(own.groups[number] for number in own.of)
        for own in found
    }


def test_a_group_that_few_are_of_counts_as_not_declared() -> None:
    assert counted({"a": 60, "b": 10, "few": 9, None: 21}) == {"origin": {"a": 60, "b": 10, NOT_DECLARED: 30}}


def test_an_attribute_of_which_no_group_may_be_named_is_not_named_either() -> None:
    assert counted({"few": 9, "less": 3, None: 100}) == {}


def test_groups_of_the_call_are_named_whatever_their_size() -> None:
    found = counted({"a": 60, "few": 4, "other": 40, None: 9}, {"origin": ["few", "none", "a"]})
    assert found == {"origin": {"few": 4, "none": 0, "a": 60, NOT_DECLARED: 49}}
    assert list(found["origin"]) == ["few", "none", "a", NOT_DECLARED]


@pytest.mark.parametrize(
    ("groups", "named"),
    [
        # four are left, and together with twelve of whom ten are known they would be six at most
        ({"a": 200, "c": 12, None: 4}, {"a": 200, NOT_DECLARED: 16}),
        ({"a": 200, "c": 25, "few": 4}, {"a": 200, NOT_DECLARED: 29}),
        ({"a": 200, "c": 26, "few": 4}, {"a": 200, "c": 26, NOT_DECLARED: 4}),
        ({"a": 200, "c": 12, "d": 12, None: 4}, {"a": 200, "d": 12, NOT_DECLARED: 16}),
        ({"a": 200, "c": 12}, {"a": 200, "c": 12, NOT_DECLARED: 0}),
        ({"a": 200, "c": 12, None: 10}, {"a": 200, "c": 12, NOT_DECLARED: 10}),
        ({"a": 20, "c": 10}, {"a": 20, "c": 10, NOT_DECLARED: 0}),
    ],
)
def test_a_small_group_is_not_named_where_its_name_would_tell_of_those_who_are_left(
    groups: Mapping[str | None, int], named: Mapping[str, int]
) -> None:
    assert counted(groups) == {"origin": named}


def test_of_too_few_for_any_statistic_no_group_is_named() -> None:
    assert counted({"a": 17}) == counted({"a": 17, "c": 12}) == {}


def test_that_there_is_yes_and_no_is_known_to_all() -> None:
    """To name one of both alone would tell that few gave the other answer."""
    attribute = "under_represented"
    assert counted({"yes": 4, "no": 60, None: 40}, attribute=attribute) == {
        attribute: {"no": 60, "yes": 4, NOT_DECLARED: 40}
    }
    assert counted({"yes": 4, "no": 9, None: 40}, attribute=attribute) == {}


def test_who_says_not_to_declare_did_not_declare() -> None:
    assert counted({NOT_DECLARED: 40, "a": 60}) == {"origin": {"a": 60, NOT_DECLARED: 40}}
