"""Editions of another year: what changed by a few people has to wait."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rating.disclosure import Policy
from rating.disclosure.editions import LaterEditionError
from tests.builders import base_cells, figures, published
from tests.rating.disclosure.editions.two_years import LAST, MANY, NOW, blocked, broken, moved


def test_one_joiner_leaves_all_figures_as_they_were() -> None:
    first = published(moved(), LAST)
    second = published(moved(staff=(61, 70)), NOW, [first])
    assert figures(second) == figures(first)
    assert second.population.reference_date == "2027-06-30"
    assert second.population.kept == {"A": "2026-06-30"}
    (entry,) = blocked(moved(staff=(61, 70)), NOW, first)
    assert (entry.unit, entry.since) == (("A",), "2026-06-30")
    unit = {"company": "A", "attribute": "gender"}
    for level in ("staff", "*"):
        for group in ("women", "*"):
            assert ({**unit, "level": level, "group": group}, 1) in entry.cells
    assert len(entry.cells) == 4


def test_someone_who_was_promoted_is_cured_by_a_merge_of_the_two_levels() -> None:
    first = published(moved(), LAST)
    (entry,) = blocked(moved(staff=(59, 70), middle_manager=(31, 40)), NOW, first)
    changes = {(keys["level"], keys["group"]): change for keys, change in entry.cells}
    assert changes == {
        ("staff", "women"): -1,
        ("staff", "*"): -1,
        ("middle_manager", "women"): 1,
        ("middle_manager", "*"): 1,
    }
    assert entry.cure == "level: staff + middle_manager"


def test_someone_who_corrected_a_gender_is_cured_by_no_merge_of_levels() -> None:
    first = published(moved(), LAST)
    (entry,) = blocked(moved(middle_manager=(31, 39)), NOW, first)
    assert {(keys["level"], keys["group"]): change for keys, change in entry.cells} == {
        ("middle_manager", "women"): 1, ("middle_manager", "men"): -1, ("*", "women"): 1, ("*", "men"): -1
    }  # fmt: skip
    assert not entry.cure.startswith("level:")


def test_where_no_merge_would_do_none_is_named() -> None:
    first = published(moved(), LAST)
    (entry,) = blocked(moved(staff=(61, 70)), NOW, first)
    assert entry.cure == ""


def test_large_changes_alone_need_no_movement() -> None:
    """Every number changed by five or more, or not at all: no difference is about a few."""
    first = published(moved(), LAST)
    second = published(moved(staff=(65, 70)), NOW, [first])
    assert figures(second)["A", "gender", "staff", "women"] == 65
    assert blocked(moved(staff=(65, 70)), NOW, first) == ()


def test_large_changes_are_kept_back_where_something_is_withheld() -> None:
    """What changed behind it is the difference of the others from the total."""
    first = published(moved(board=(2, 20)), LAST)
    second = published(moved(staff=(65, 70), board=(3, 20)), NOW, [first])
    assert figures(second) == figures(first)


def test_nothing_that_was_withheld_opens_as_long_as_figures_are_kept() -> None:
    first = published(moved(board=(2, 20)), LAST)
    withheld = {keys for keys, value in figures(first).items() if value is None}
    assert len(withheld) >= 4
    for cells in (moved(board=(12, 20)), moved(staff=(61, 70), board=(30, 30)), moved(board=(5, 20))):
        second = published(cells, NOW, [first])
        assert {keys for keys, value in figures(second).items() if value is None} >= withheld
    opened = figures(published(moved(board=(32, 40)), MANY, [first]))
    assert opened["A", "gender", "board", "women"] == 32


def test_a_company_is_kept_as_long_as_it_takes() -> None:
    """Year by year one joins: the fifth year brings all five."""
    editions = [published(moved(), LAST)]
    for year, women in enumerate((61, 62, 63, 64, 65), start=2027):
        policy = Policy(reference_date=f"{year}-06-30")
        editions.append(published(moved(staff=(women, 70)), policy, editions))
    shown = [figures(edition)["A", "gender", "staff", "women"] for edition in editions]
    assert shown == [60, 60, 60, 60, 60, 65]


def test_what_is_kept_back_is_in_no_publication() -> None:
    first = published(moved(), LAST)
    text = published(moved(staff=(61, 70)), NOW, [first]).model_dump_json(by_alias=True)
    (entry,) = blocked(moved(staff=(61, 70)), NOW, first)
    assert entry.cells
    for secret in ("61", "131", "blocked", 'change"', "cure"):
        assert secret not in text


def test_figures_that_are_kept_for_years_bear_their_own_date() -> None:
    first = published(moved(), LAST)
    second = published(moved(staff=(61, 70)), NOW, [first])
    third = published(moved(staff=(62, 70)), Policy(reference_date="2028-06-30"), [first, second])
    assert third.population.kept == {"A": "2026-06-30"}


def test_an_edition_behind_a_later_one_is_refused() -> None:
    later = published(moved(), NOW)
    with pytest.raises(LaterEditionError, match="2027-06-30 are published already"):
        published(moved(staff=(61, 70)), LAST, [later])


@settings(max_examples=40)
@given(st.data())
def test_whatever_changed_by_a_few_is_kept_or_no_number_changed_by_a_few(data: st.DataObject) -> None:
    """What a reader sees when he puts two editions side by side, without knowing who came and went."""
    levels = {name: (data.draw(st.integers(5, 40)), data.draw(st.integers(5, 40))) for name in ("a", "b")}
    steps = st.sampled_from((0, 0, 0, 1, -2, 4, 5, 12))
    now = {name: tuple(max(0, own + data.draw(steps)) for own in row) for name, row in levels.items()}
    first = published(base_cells(levels), LAST)
    second = published(base_cells(now), NOW, [first])
    for keys, value in figures(second).items():
        before = figures(first).get(keys)
        if value is not None and before is not None:
            assert value == before or abs(value - before) >= 5
    assert broken(second) == []
