"""Editions of several companies, of sites and of a city: each is kept or moves by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.disclosure import Movement, Policy
from rating.disclosure.editions import link
from tests.builders import base_cells, figures, linked, published

if TYPE_CHECKING:
    from tests.builders import BaseCell
from tests.rating.disclosure.editions.two_years import CITY, LAST, LEVELS, NOW, SITES, moved


def test_companies_are_kept_and_moved_each_by_itself() -> None:
    last = moved() + base_cells({"staff": (80, 90), "middle_manager": (20, 30)}, company="B")
    first = published(last, LAST)
    now = moved(staff=(61, 70)) + base_cells({"staff": (81, 90), "middle_manager": (20, 30)}, company="B")
    policy = Policy(reference_date="2027-06-30", movements={"B": Movement(12, 11)})
    second = published(now, policy, [first])
    said = figures(second)
    assert (said["A", "gender", "staff", "women"], said["B", "gender", "staff", "women"]) == (60, 81)
    assert second.population.kept == {"A": "2026-06-30"}


def test_a_new_company_is_published_as_it_is() -> None:
    first = published(moved(), LAST)
    new = base_cells({"staff": (80, 90), "middle_manager": (20, 3)}, company="B")
    second = published(moved(staff=(61, 70)) + new, NOW, [first])
    alone = published(new, NOW)
    said = figures(second)
    assert {keys: said[keys] for keys in figures(alone)} == figures(alone)
    assert {keys: said[keys] for keys in figures(first)} == figures(first)
    assert second.population.kept == {"A": "2026-06-30"}


def test_a_company_that_is_gone_leaves_the_others_as_they_are() -> None:
    both = published(moved() + base_cells({"staff": (80, 90)}, company="B"), LAST)
    assert figures(published(moved(), NOW, [both])) == figures(published(moved(), NOW))


def test_a_level_that_only_the_earlier_file_has_is_kept_with_the_others() -> None:
    first = published(moved(), LAST)
    without = {level: row for level, row in LEVELS.items() if level != "board"}
    second = published(base_cells(without), NOW, [first])
    # the level is gone, and with it 32 people; that is no small change, so that the figures may move
    assert figures(second)["A", "gender", "*", "*"] == 200
    small = published(moved(board=(2, 2)), LAST)
    kept = published(base_cells(without), NOW, [small])
    assert figures(kept) == figures(small)


def test_a_group_that_only_the_earlier_file_has_is_kept_with_the_others() -> None:
    three = base_cells(
        {"staff": (60, 70, 8), "middle_manager": (30, 40, 6)}, groups=("women", "men", "other")
    )
    first = published(three, LAST)
    second = published(base_cells({"staff": (62, 76), "middle_manager": (33, 43)}), NOW, [first])
    assert figures(second) == figures(first)


def test_a_level_that_only_the_present_counts_have_is_not_told_as_long_as_figures_are_kept() -> None:
    first = published(moved(), LAST)
    second = published(moved(committee=(3, 1)), NOW, [first])
    said = figures(second)
    assert {keys: said[keys] for keys in figures(first)} == figures(first)
    assert {value for keys, value in said.items() if "committee" in keys} <= {None, 0}


def test_sites_stay_with_their_company() -> None:
    def company(north: int) -> list[BaseCell]:
        return base_cells({"staff": (north, 40)}, site="north") + base_cells(
            {"staff": (50, 60)}, site="south"
        )

    first = published(company(30), LAST, parents=SITES)
    second = published(company(31), NOW, [first], SITES)
    assert figures(second) == figures(first)
    assert second.population.kept == {"A": "2026-06-30"}


def test_the_total_of_a_city_does_not_tell_what_a_company_keeps_back() -> None:
    def city(women: int, others: int) -> list[BaseCell]:
        cells: list[BaseCell] = []
        for company, number in (("A", women), ("B", others), ("C", 50)):
            cells += [{"city": "X", **cell} for cell in base_cells({"staff": (number, 60)}, company=company)]
        return cells

    first = published(city(40, 45), LAST, parents=CITY)
    kept = published(city(41, 45), NOW, [first], CITY)
    assert figures(kept) == figures(first)
    # B moves for itself; what of the change of the city is A's one joiner, nobody can tell
    policy = Policy(reference_date="2027-06-30", movements={"B": Movement(20, 20)})
    second = figures(published(city(41, 60), policy, [first], CITY))
    assert second["X", "A", "gender", "staff", "women"] == 40
    assert second["X", "B", "gender", "staff", "women"] == 60
    assert second["X", "*", "gender", "staff", "women"] in (None, 150)


def test_a_company_that_was_left_out_once_is_held_against_what_was_published_last() -> None:
    other = base_cells({"staff": (80, 90)}, company="B")
    first = published(moved() + other, LAST)
    second = published(other, NOW, [first])
    third = Policy(reference_date="2028-06-30")
    again = published(moved(staff=(61, 70)) + other, third, [first, second])
    assert figures(again)["A", "gender", "staff", "women"] == 60
    assert again.population.kept == {"A": "2026-06-30"}


def test_the_cells_of_sites_that_hold_a_company_back_are_told() -> None:
    def sites(women: int) -> list[BaseCell]:
        return base_cells({"staff": (women, 60)}, site="north") + base_cells(
            {"staff": (50, 60)}, site="south"
        )

    first = published(sites(40), LAST, parents=SITES)
    (entry,) = link(linked(sites(41), SITES), NOW, [first]).blocked
    assert {keys["site"] for keys, _ in entry.cells} == {"*", "north"}
    assert entry.reason == "few_moved"
