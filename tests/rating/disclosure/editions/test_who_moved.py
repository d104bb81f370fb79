"""Editions between which it is known who joined and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rating.disclosure import Movement, Policy
from rating.disclosure.release import release_and_explain
from tests.builders import base_cells, figures, linked, published

if TYPE_CHECKING:
    from tests.builders import BaseCell
from tests.rating.disclosure.editions.two_years import LAST, NOW, blocked, moved


@pytest.mark.parametrize(
    ("movement", "moves"),
    [
        (Movement(5, 5), True),
        (Movement(30, 30), True),
        (Movement(4, 30), False),
        (Movement(30, 4), False),
        (Movement(0, 0), False),
        (Movement(30, None), False),
        (Movement(None, 30), False),
        (Movement(None, None), False),
    ],
)
def test_figures_move_with_enough_joiners_and_leavers(movement: Movement, moves: bool) -> None:  # noqa: FBT001 - a case
    first = published(moved(), LAST)
    policy = Policy(reference_date="2027-06-30", movement=movement)
    cells = moved(staff=(61, 70))
    second = published(cells, policy, [first])
    assert figures(second)["A", "gender", "staff", "women"] == (61 if moves else 60)
    assert (second.population.kept == {}) is moves
    assert (blocked(cells, policy, first) == ()) is moves


def test_a_sensitive_attribute_needs_ten_joiners_and_leavers() -> None:
    def company(native: int) -> list[BaseCell]:
        return moved() + base_cells(
            {"staff": (native, 130 - native), "middle_manager": (40, 30), "board": (20, 12)},
            "origin",
            ("native", "other"),
        )

    first = published(company(100), LAST)
    for people, shown in ((9, 100), (10, 101)):
        policy = Policy(reference_date="2027-06-30", movement=Movement(people, people))
        second = published(company(101), policy, [first])
        assert figures(second)["A", "origin", "staff", "native"] == shown


def test_a_movement_that_cannot_be_true_moves_nothing() -> None:
    """As many joined as left, and yet there are more people: readers would learn that something is wrong."""
    first = published(moved(), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(30, 30))
    second = published(moved(staff=(90, 70), board=(3, 20)), policy, [first])
    assert figures(second) == figures(first)


@pytest.mark.parametrize(
    "keys",
    [
        ("company", "level", "attribute", "group"),
        ("site", "level", "attribute", "group"),
        ("level", "attribute", "group"),
    ],
)
def test_joiners_are_not_told_beside_figures_that_are_kept(keys: tuple[str, ...]) -> None:
    """One joiner is what the figures are kept back for."""
    cells = [{key: ({"site": "north"} | cell)[key] for key in (*keys, "n")} for cell in moved()]
    first = published(cells, LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(1, 0))
    second = published([{**cells[0], "n": 61}, *cells[1:]], policy, [first])
    assert figures(second) == figures(first)
    assert (second.population.joiners, second.population.leavers) == (None, None)
    assert list(second.population.kept.values()) == ["2026-06-30"]


@pytest.mark.parametrize(("joiners", "leavers"), [(4, 30), (30, 4), (30, None)])
def test_few_joiners_or_leavers_are_told_nowhere(joiners: int, leavers: int | None) -> None:
    """Also where all figures move, because none of them changed by a few."""
    first = published(moved(), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(joiners, leavers))
    second = published(moved(staff=(90, 70)), policy, [first])
    assert figures(second)["A", "gender", "staff", "women"] == 90
    assert (second.population.joiners, second.population.leavers) == (None, None)


def test_figures_that_were_kept_for_years_move_when_enough_people_do() -> None:
    """Joiners and leavers lead here from the edition before, and not from the figures of then."""
    first = published(moved(board=(3, 29)), LAST)
    second = published(moved(staff=(63, 72), board=(4, 30)), NOW, [first])
    third = Policy(reference_date="2028-06-30", movement=Movement(12, 11))
    now = moved(staff=(64, 72), board=(4, 30))
    later = published(now, third, [first, second])
    assert second.population.kept == {"A": "2026-06-30"}
    assert later.population.kept == {}
    assert figures(later)["A", "gender", "staff", "*"] == 136


def test_people_who_changed_their_place_do_not_hold_a_company_back() -> None:
    """Ten more are on the board and seven joined: readers see that three at least were promoted."""
    first = published(moved(board=(3, 29)), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(7, 7))
    second = published(moved(staff=(52, 68), board=(8, 34)), policy, [first])
    assert figures(second)["A", "gender", "staff", "*"] == 120
    assert second.population.kept == {}


def test_nobody_changes_to_another_group_as_years_go_by() -> None:
    """Ten more women than before, and seven joined: that cannot be."""
    first = published(moved(board=(3, 29)), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(7, 7))
    _, (entry,) = release_and_explain(linked(moved(staff=(70, 60), board=(3, 29))), policy, [first])
    assert entry.reason == "unfitting"


def test_joiners_and_leavers_that_do_not_fit_the_counts_are_told_to_the_publisher() -> None:
    first = published(moved(board=(2, 20)), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(30, 30))
    cells = moved(staff=(90, 70), board=(3, 20))
    _, (entry,) = release_and_explain(linked(cells), policy, [first])
    assert (entry.reason, entry.since) == ("unfitting", "2026-06-30")
