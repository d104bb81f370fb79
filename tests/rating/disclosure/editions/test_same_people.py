"""Releases beside earlier ones about the same people: other shapes, filters and corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rating.disclosure import Movement, Policy
from rating.disclosure.placing import ContradictionError
from tests.builders import base_cells, figures, published

if TYPE_CHECKING:
    from tests.builders import BaseCell
from tests.rating.disclosure.editions.two_years import LAST, SITES, blocked, broken, moved


def test_without_earlier_files_counts_are_released_as_they_are() -> None:
    assert figures(published(moved(), LAST, earlier=())) == figures(published(moved(), LAST))
    assert blocked(moved(), LAST) == ()


def test_the_same_release_again_says_the_same() -> None:
    cells = moved(board=(2, 20))
    first = published(cells, LAST)
    again = published(cells, LAST, [first])
    assert figures(again) == figures(first)
    assert again.population.kept == {}


def test_another_shape_of_the_same_people_opens_nothing_that_was_withheld() -> None:
    """By site after by level: the totals of the sites are those of the company."""
    north = {"staff": (40, 40), "board": (1, 20)}
    south = {"staff": (20, 30), "board": (25, 4)}
    whole = {level: (north[level][0] + south[level][0], north[level][1] + south[level][1]) for level in north}
    by_level = published(base_cells(whole), LAST)
    cells = base_cells(north, site="north") + base_cells(south, site="south")
    by_site = published(cells, LAST, [by_level], SITES)
    assert broken(by_site, by_level) == []
    first, second = figures(by_level), figures(by_site)
    for (company, attribute, level, group), value in first.items():
        assert second[company, "*", attribute, level, group] == value


def test_an_export_without_levels_is_about_the_same_cells() -> None:
    """Small boards are withheld by level; a file by group alone must not be the missing total."""
    cells = moved(board=(2, 20))
    by_level = published(cells, LAST)
    flat = [
        {"company": "A", "attribute": "gender", "group": group, "n": people}
        for group, people in (("women", 92), ("men", 130))
    ]
    by_group = published(flat, LAST, [by_level])
    assert broken(by_level, by_group) == []
    # the other way round the levels have to give way
    first = published(flat, LAST)
    assert figures(first)["A", "gender", "women"] == 92
    second = published(cells, LAST, [first])
    assert figures(second)["A", "gender", "*", "women"] == 92
    assert broken(second, first) == []


def test_what_an_earlier_total_of_nobody_tells_is_not_promised_to_be_unknown() -> None:
    """No women among forty: that may be told, and then there are none at any level."""
    flat = [
        {"company": "A", "attribute": "gender", "group": group, "n": people}
        for group, people in (("women", 0), ("men", 40))
    ]
    first = published(flat, LAST)
    assert figures(first)["A", "gender", "women"] == 0
    second = published(base_cells({"staff": (0, 36), "board": (0, 4)}), LAST, [first])
    assert broken(second, first) == []


@st.composite
def shapes(draw: st.DrawFn) -> tuple[list[BaseCell], list[BaseCell]]:
    """Draw a company of two sites, as a whole and by site."""
    by_site: list[BaseCell] = []
    whole: dict[str, list[int]] = {}
    for site in ("north", "south"):
        rows = {
            level: (draw(st.integers(0, 30)), draw(st.integers(0, 30)))
            for level in ("staff", "middle_manager")
        }
        by_site += base_cells(rows, site=site)
        for level, row in rows.items():
            whole[level] = [a + b for a, b in zip(whole.get(level, [0, 0]), row, strict=True)]
    return base_cells(whole), by_site


@settings(max_examples=30)
@given(shapes())
def test_two_shapes_of_the_same_people_keep_the_promise_together(
    cells: tuple[list[BaseCell], list[BaseCell]],
) -> None:
    whole, by_site = cells
    first = published(whole, LAST)
    second = published(by_site, LAST, [first], SITES)
    assert broken(second, first) == []


def test_an_export_without_sites_is_about_the_same_cells() -> None:
    """The earlier file has a key that the counts of today sum over."""
    by_site = base_cells({"staff": (30, 40)}, site="north") + base_cells({"staff": (20, 30)}, site="south")
    first = published(by_site, LAST, parents=SITES)
    second = published(base_cells({"staff": (50, 70)}), LAST, [first])
    assert figures(second)["A", "gender", "staff", "women"] == 50
    assert broken(second, first) == []


def test_a_correction_of_the_same_day_is_kept_back() -> None:
    """Whoever compares both files would see whom it was about; also where the change is large."""
    first = published(moved(), LAST)
    for women in (61, 90):
        second = published(moved(staff=(women, 70)), LAST, [first])
        assert figures(second) == figures(first)
        assert second.population.kept == {"A": "2026-06-30"}
        (entry,) = blocked(moved(staff=(women, 70)), LAST, first)
        assert (entry.unit, entry.since) == (("A",), "2026-06-30")


def test_a_correction_is_kept_back_whoever_joined_and_left() -> None:
    first = published(moved(), LAST)
    again = Policy(reference_date="2026-06-30", movement=Movement(100, 100))
    assert figures(published(moved(staff=(61, 70)), again, [first])) == figures(first)


def test_without_dates_releases_are_about_the_same_people() -> None:
    first = published(moved())
    assert figures(published(moved(staff=(90, 70)), Policy(), [first])) == figures(first)


def test_a_change_of_what_is_withheld_anyway_is_no_matter() -> None:
    first = published(base_cells({"board": (1, 40)}), LAST)
    second = published(base_cells({"board": (3, 38)}), LAST, [first])
    assert figures(second) == figures(first)
    assert blocked(base_cells({"board": (3, 38)}), LAST, first) == ()


def test_two_files_that_contradict_each_other_are_an_error() -> None:
    one, two = published(moved(), LAST), published(moved(staff=(61, 70)), LAST)
    with pytest.raises(ContradictionError) as caught:
        published(moved(), LAST, [one, two])
    assert caught.value.cell == {"company": "A", "attribute": "gender", "level": "staff", "group": "women"}
