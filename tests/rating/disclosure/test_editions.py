"""Releases beside earlier ones: same people in other shapes, corrections, and editions of another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rating.disclosure import Movement, Policy
from rating.disclosure.audit import audit
from rating.disclosure.editions import LaterEditionError, link
from rating.disclosure.placing import ContradictionError
from rating.disclosure.release import release_and_explain
from tests.builders import base_cells, figures, linked, published

if TYPE_CHECKING:
    from rating.disclosure import Publication
    from rating.disclosure.blocked import Blocked
    from tests.builders import BaseCell

LAST = Policy(reference_date="2026-06-30")
NOW = Policy(reference_date="2027-06-30")
MANY = Policy(reference_date="2027-06-30", movement=Movement(70, 20))
SITES = {"site": "company"}
CITY = {"company": "city"}
LEVELS = {"staff": (60, 70), "middle_manager": (30, 40), "board": (12, 20)}


def blocked(cells: list[BaseCell], policy: Policy, *earlier: Publication) -> tuple[Blocked, ...]:
    """Return what the publisher is told of companies that stay as they were."""
    return link(linked(cells), policy, earlier).blocked


def moved(**levels: tuple[int, int]) -> list[BaseCell]:
    """Build the company with other people at some levels."""
    return base_cells({**LEVELS, **levels})


def broken(*files: Publication) -> list[object]:
    """Return the promises that some files about the same people break together."""
    return [finding for finding in audit(files) if not finding.kept]


# ------------------------------------------------------------------------------------ the same people


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


# ------------------------------------------------------------------------------------ another year


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


def test_a_movement_that_cannot_be_true_moves_nothing() -> None:
    """As many joined as left, and yet there are more people: readers would learn that something is wrong."""
    first = published(moved(), LAST)
    policy = Policy(reference_date="2027-06-30", movement=Movement(30, 30))
    second = published(moved(staff=(90, 70), board=(3, 20)), policy, [first])
    assert figures(second) == figures(first)


def test_a_company_is_kept_as_long_as_it_takes() -> None:
    """Year by year one joins: the fifth year brings all five."""
    editions = [published(moved(), LAST)]
    for year, women in enumerate((61, 62, 63, 64, 65), start=2027):
        policy = Policy(reference_date=f"{year}-06-30")
        editions.append(published(moved(staff=(women, 70)), policy, editions))
    shown = [figures(edition)["A", "gender", "staff", "women"] for edition in editions]
    assert shown == [60, 60, 60, 60, 60, 65]


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


def test_what_is_kept_back_is_in_no_publication() -> None:
    first = published(moved(), LAST)
    text = published(moved(staff=(61, 70)), NOW, [first]).model_dump_json(by_alias=True)
    (entry,) = blocked(moved(staff=(61, 70)), NOW, first)
    assert entry.cells
    for secret in ("61", "131", "blocked", 'change"', "cure"):
        assert secret not in text


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


def test_a_company_that_was_left_out_once_is_held_against_what_was_published_last() -> None:
    other = base_cells({"staff": (80, 90)}, company="B")
    first = published(moved() + other, LAST)
    second = published(other, NOW, [first])
    third = Policy(reference_date="2028-06-30")
    again = published(moved(staff=(61, 70)) + other, third, [first, second])
    assert figures(again)["A", "gender", "staff", "women"] == 60
    assert again.population.kept == {"A": "2026-06-30"}


def test_figures_that_are_kept_for_years_bear_their_own_date() -> None:
    first = published(moved(), LAST)
    second = published(moved(staff=(61, 70)), NOW, [first])
    third = published(moved(staff=(62, 70)), Policy(reference_date="2028-06-30"), [first, second])
    assert third.population.kept == {"A": "2026-06-30"}


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


def test_an_edition_behind_a_later_one_is_refused() -> None:
    later = published(moved(), NOW)
    with pytest.raises(LaterEditionError, match="2027-06-30 are published already"):
        published(moved(staff=(61, 70)), LAST, [later])


def test_the_cells_of_sites_that_hold_a_company_back_are_told() -> None:
    def sites(women: int) -> list[BaseCell]:
        return base_cells({"staff": (women, 60)}, site="north") + base_cells(
            {"staff": (50, 60)}, site="south"
        )

    first = published(sites(40), LAST, parents=SITES)
    (entry,) = link(linked(sites(41), SITES), NOW, [first]).blocked
    assert {keys["site"] for keys, _ in entry.cells} == {"*", "north"}
    assert entry.reason == "few_moved"


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
