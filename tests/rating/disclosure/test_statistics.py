"""Which statistics are published, how coarsely, and that they tell nothing that the tables do not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.composite import load_framework
from rating.disclosure import Policy, Statistic, with_statistics
from rating.disclosure.headcounts import possible_headcounts, release_headcount, tables_of_headcount
from rating.pipeline import rate
from rating.pipeline.merge import merge
from rating.run import rate_files
from tests.builders import canonical_file, canonical_rows, city_rows, headcount, ladder

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Headcount
    from rating.disclosure import Released

PUBLIC = Policy(already_public=True, source="a public filing")
nan = np.nan


def statistic(*values: float, index_of: str = "", about: str = "leaders") -> Statistic:
    """Build a statistic with an interval of 2.4 either way that is the same whoever is supposed."""
    array = np.array(values)
    return Statistic(array, array - 2.4, array + 2.4, about, np.zeros(len(values)), index_of=index_of)  # type: ignore[arg-type]


def with_those(
    leaders: list[float],
    policy: Policy | None = None,
    workforce: list[float] | None = None,
    **statistics: Statistic,
) -> Released:
    """Add statistics to a release of as many companies as there are numbers of leaders."""
    people = headcount({"gender": [[[50, 50], [20, 20]]] * len(leaders)})
    return with_statistics(
        release_headcount(people, policy or Policy()),
        statistics,
        leaders=np.array(leaders),
        workforce=np.array(workforce or [140.0] * len(leaders)),
    )


def test_statistics_about_fewer_than_thirty_people_are_withheld() -> None:
    score = with_those([29, 30, nan], score=statistic(80.0, 81.0, 82.0)).statistics["score"]
    assert score.withheld.tolist() == [True, False, True]
    np.testing.assert_array_equal(score.value, [nan, 81, nan])
    np.testing.assert_array_equal(score.low, [nan, 79, nan])
    np.testing.assert_array_equal(score.high, [nan, 83, nan])


def test_what_describes_the_workforce_needs_thirty_people_in_it() -> None:
    released = with_those(
        [9, 30],
        workforce=[30, nan],
        parity=statistic(0.5, 0.5, about="workforce"),
        score=statistic(50.0, 50.0),
    )
    assert released.statistics["parity"].withheld.tolist() == [False, True]
    assert released.statistics["score"].withheld.tolist() == [True, False]


def test_scores_that_are_not_public_come_in_whole_points_with_their_interval() -> None:
    score = with_those([40], score=statistic(80.4)).statistics["score"]
    assert (score.value[0], score.low[0], score.high[0]) == (80.0, 78.0, 83.0)


def test_scores_of_public_filings_have_a_decimal_and_are_never_withheld() -> None:
    wide = replace(statistic(51.234, 3.05), spread=np.array([99.0, nan]))
    score = with_those([3, nan], PUBLIC, score=wide).statistics["score"]
    assert score.value.tolist() == [51.2, 3.0]
    assert score.withheld.tolist() == [False, False]


@pytest.mark.parametrize(("step", "shown"), [(1.0, 0.0), (0.1, 0.3), (0.01, 0.29), (0.001, 0.287)])
def test_a_statistic_is_rounded_to_its_own_coarse_step(step: float, shown: float) -> None:
    entry = replace(statistic(0.2869), coarse_step=step)
    assert with_those([40], share=entry).statistics["share"].value.tolist() == [shown]


@pytest.mark.parametrize(
    ("spread", "step", "withheld"),
    [
        (0.0, 1.0, False),
        (10.0, 1.0, False),
        (10.1, 1.0, True),
        (nan, 1.0, True),
        (0.1, 0.01, False),
        (0.2, 0.01, True),
    ],
)
def test_what_differs_too_much_between_those_who_may_stand_behind_it_is_withheld(
    spread: float,
    step: float,
    withheld: bool,  # noqa: FBT001 - a case
) -> None:
    entry = replace(statistic(50.0), spread=np.array([spread]), coarse_step=step)
    assert with_those([40], score=entry).statistics["score"].withheld.tolist() == [withheld]


def test_one_index_an_attribute() -> None:
    released = with_those(
        [40, 40],
        first=statistic(90.0, 10.0, index_of="gender"),
        second=statistic(70.0, 20.0, index_of="gender"),
        other=statistic(60.0, 30.0, index_of="origin"),
        score=statistic(50.0, 40.0),
    )
    shown = {name: entry.value.tolist() for name, entry in released.statistics.items()}
    assert (shown["first"], shown["other"], shown["score"]) == ([90, 10], [60, 30], [50, 40])
    assert released.statistics["second"].withheld.tolist() == [True, True]
    assert np.isnan(shown["second"]).all()


def test_a_second_index_does_not_step_in_where_the_first_is_withheld() -> None:
    wide = replace(statistic(90.0, index_of="gender"), spread=np.array([50.0]))
    released = with_those([40], first=wide, second=statistic(70.0, index_of="gender"))
    assert [entry.withheld.tolist() for entry in released.statistics.values()] == [[True], [True]]


def test_what_cannot_be_calculated_is_not_called_withheld() -> None:
    score = with_those([40, 3], score=statistic(nan, nan)).statistics["score"]
    assert score.withheld.tolist() == [False, False]
    assert np.isnan(score.value).all()


def test_the_tables_stay_as_they_were() -> None:
    before = release_headcount(headcount({"gender": [[[50, 50], [20, 20]]]}), Policy())
    after = with_statistics(
        before, {"score": statistic(50.0)}, leaders=np.array([40.0]), workforce=np.array([140.0])
    )
    assert after.tables is before.tables
    assert before.statistics == {}


# ------------------------------------------------------------------------------------ the law


def documents(folder: Path, companies: dict[int, dict[str, int]]) -> dict[int, tuple[str, str]]:
    """Rate a city with each of some leaders; return what is told of their number, and the whole document."""
    found = {}
    for number, leaders in companies.items():
        rows = city_rows(5) + canonical_rows("Quiet", counts={"gender": leaders})
        document = rate_files(
            [canonical_file(folder / "city.csv", rows)],
            profile="canonical",
            framework="management-diversity-2016",
            draws=100,
        ).document
        (quiet,) = [rating for rating in document.periods[0].ratings if rating.company == "Quiet"]
        tables = f"{quiet.leaders} {quiet.management} {quiet.levels}"
        found[number] = (tables, document.model_dump_json())
    return found


def alike(found: dict[int, tuple[str, str]]) -> list[list[int]]:
    """Group companies of which the same tables are published."""
    groups = defaultdict(list)
    for number, (tables, _) in found.items():
        groups[tables].append(number)
    return list(groups.values())


def test_of_forty_leaders_documents_are_the_same_for_all_who_have_the_same_tables(tmp_path: Path) -> None:
    """All compositions of the leaders of a company, women from none to forty."""
    found = documents(tmp_path, {women: {"women": women, "men": 40 - women} for women in range(41)})
    groups = alike(found)
    for group in groups:
        assert len({found[number][1] for number in group}) == 1, group
    # one woman, or man, among forty: eight compositions stay, and score, band and rank do not tell which
    assert [group for group in groups if len(group) > 1] == [[1, 2, 3, 4, 36, 37, 38, 39]]


def three_groups(other: int) -> tuple[int, int, int]:
    """Return eighty leaders, 44 of them women or non-binary, and 36 men."""
    return 44 - other, 36, other


def test_a_score_that_is_shown_beside_withheld_numbers_is_the_same_for_all_of_them(tmp_path: Path) -> None:
    names = ("women", "men", "non_binary")
    found = documents(
        tmp_path, {other: dict(zip(names, three_groups(other), strict=True)) for other in range(45)}
    )
    groups = alike(found)
    for group in groups:
        assert len({found[number][1] for number in group}) == 1, group
    (several,) = [group for group in groups if 2 in group]
    assert several[:4] == [1, 2, 3, 4]
    assert '"score_withheld":true' not in found[2][1]


def test_statistics_are_the_same_for_every_composition_that_fits_the_released_tables() -> None:
    """Whoever the 44 are: the scores, and all they are drawn from, follow from the released tables alone."""
    framework = load_framework("management-diversity-2016").restricted_to(["gender"])

    def city(other: int) -> Headcount:
        others = [[[10 * number, 100 - 10 * number, 0]] for number in range(2, 7)]
        return headcount({"gender": [[three_groups(other)], *others]}, on=ladder(True))

    released = release_headcount(city(2), Policy())
    cells = released.tables["gender"].cells[1]
    found = []
    for other in range(45):
        people = city(other)
        true = tables_of_headcount(people).values("gender")[0]
        assert (np.isnan(cells) | (cells == true)).all()  # it fits
        rated = merge(
            [
                rate(own, framework, rng=np.random.default_rng(1), draws=100)
                for own in possible_headcounts(released, people)
            ]
        )
        score = rated.score["process"]
        figures = [rated.spread["score:process"], score.value, score.low, score.high, rated.draws]
        found.append([np.nan_to_num(figure).tolist() for figure in figures])
    assert all(one == found[0] for one in found[1:])
    spread, value = found[0][0][0], found[0][1][0]
    assert (spread > 0, value > 0) == (
        True,
        True,
    )  # there is a score, and who they are would make a difference
