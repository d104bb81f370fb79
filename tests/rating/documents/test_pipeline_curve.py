"""The pipeline curve: shares of released people, level by level, and nothing where nothing is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.data import Benchmark
from rating.disclosure import Policy
from rating.disclosure.headcounts import public_form, release_headcount
from rating.documents.people import People
from rating.documents.pipeline_curve import pipeline_curves
from rating.inference import CONFIDENCE, share_interval
from rating.run import rate_files
from tests.builders import canonical_file, canonical_rows, city_rows, headcount, ladder

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Headcount
    from rating.documents.schema import PipelineCurve

PUBLIC = Policy(already_public=True, source="a public filing")
PRIVATE = Policy(already_public=False, source="self-reported")
THREE = ladder(False, True, True)


def curves(
    people: Headcount, policy: Policy = PUBLIC, benchmark: Benchmark | None = None
) -> list[list[PipelineCurve]]:
    return pipeline_curves(shown(people, policy), benchmark)


def shown(people: Headcount, policy: Policy = PUBLIC) -> People:
    """Return what is released of people, as it is shown."""
    released = release_headcount(people, policy)
    form = released if policy.already_public else public_form(released, people)
    return People(form, people.ladder.codes)


def shares(curve: PipelineCurve) -> dict[str, float]:
    return {point.level: point.share.value for point in curve.points}


def test_a_share_is_people_of_the_group_by_people_whose_group_is_known() -> None:
    people = headcount({"gender": [[[30, 60], [5, 15]]]}, unobserved={"gender": [[10, 0]]})
    women, men = curves(people)[0]
    assert (women.attribute, women.group, men.group) == ("gender", "g0", "g1")
    assert shares(women) == {"level0": 0.333, "level1": 0.25}
    assert shares(men) == {"level0": 0.667, "level1": 0.75}


def test_the_interval_is_that_of_the_released_people() -> None:
    point = curves(headcount({"gender": [[[30, 60], [5, 15]]]}))[0][0].points[1]
    low, high = share_interval(5, 20, CONFIDENCE)
    assert (point.share.low, point.share.high) == (round(float(low), 3), round(float(high), 3))


def test_a_withheld_level_has_no_point() -> None:
    people = headcount({"gender": [[[50, 60], [3, 40], [20, 30]]]}, on=THREE)
    for curve in curves(people, PRIVATE)[0]:
        assert list(shares(curve)) == ["level0", "level2"]
    # the same people with nothing to withhold: there was something to leave out
    assert list(shares(curves(people)[0][0])) == ["level0", "level1", "level2"]


def test_one_released_level_is_no_curve() -> None:
    people = headcount({"gender": [[[50, 60], [3, 40]], [[50, 60], [30, 40]]]})
    assert [len(own) for own in curves(people, PRIVATE)] == [0, 2]
    assert curves(headcount({"gender": [[[50, 50]]]}, on=ladder(False, stated=False))) == [[]]


@pytest.mark.parametrize("row", [[0, 0], [np.nan, 30]])
def test_a_level_without_people_or_with_a_missing_entry_has_no_point(row: list[float]) -> None:
    people = headcount({"gender": [[[50, 60], row, [20, 30]]]}, on=THREE)
    assert list(shares(curves(people)[0][0])) == ["level0", "level2"]


def test_a_level_where_nobody_answered_is_not_nobody() -> None:
    people = headcount(
        {"gender": [[[50, 60], [0, 0], [20, 30]]]}, on=THREE, unobserved={"gender": [[0, 40, 0]]}
    )
    assert list(shares(curves(people)[0][1])) == ["level0", "level2"]


def test_a_company_with_a_curve_for_one_attribute_may_have_none_for_another() -> None:
    people = headcount({"gender": [[[50, 60], [30, 40]]], "origin": [[[101, 9], [35, 35]]]})
    assert [curve.attribute for curve in curves(people, PRIVATE)[0]] == ["gender", "gender"]


def test_shares_of_a_public_filing_are_its_percents() -> None:
    people = headcount({"gender": [[[33.3, 91.7], [12.5, 112.5]]]}, measure="shares")
    percents = shown(people).cells("gender")[0, :, 0] / 100
    women = curves(people)[0][0]
    assert list(shares(women).values()) == percents.round(3).tolist() == [0.266, 0.1]
    low, high = share_interval(percents * 125, 125, CONFIDENCE)
    assert [point.share.low for point in women.points] == low.round(3).tolist()
    assert [point.share.high for point in women.points] == high.round(3).tolist()


def test_shares_that_are_not_public_are_whole_percents_and_steps_of_five_about_fewer_people() -> None:
    people = headcount({"gender": [[[33.3, 91.7], [12.5, 27.5]]]}, measure="shares")
    women, men = curves(people, PRIVATE)[0]
    assert shares(women) == {"level0": 0.26, "level1": 0.3}
    assert shares(men) == {"level0": 0.74, "level1": 0.7}
    low, high = share_interval(np.array([0.26 * 125, 0.3 * 40]), np.array([125, 40]), CONFIDENCE)
    assert [point.share.low for point in women.points] == low.round(3).tolist()
    assert [point.share.high for point in women.points] == high.round(3).tolist()


def test_the_city_is_the_share_of_the_population() -> None:
    people = headcount(
        {
            "gender": [[[50, 60, 1], [30, 40, 1]]],
            "age": [[[50, 61], [30, 41]]],
        }
    )
    city = Benchmark("the city", {"gender": np.array([0.51, 0.49, np.nan])})
    found = {(curve.attribute, curve.group): curve.city for curve in curves(people, benchmark=city)[0]}
    assert found == {
        ("gender", "g0"): 0.51, ("gender", "g1"): 0.49, ("gender", "g2"): None,
        ("age", "g0"): None, ("age", "g1"): None,
    }  # fmt: skip
    assert {curve.city for curve in curves(people)[0]} == {None}


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), min_size=3, max_size=3), min_size=1)
)
def test_curves_can_be_computed_from_what_is_released(rows: list[list[tuple[int, int]]]) -> None:
    people = headcount({"gender": rows}, on=THREE)
    cells = shown(people, PRIVATE).cells("gender")
    for own, company in zip(curves(people, PRIVATE), cells, strict=True):
        known = {
            f"level{row}": (counts / counts.sum()).round(3).tolist()
            for row, counts in enumerate(company)
            if not np.isnan(counts).any() and counts.sum()
        }
        expected = [{level: split[group] for level, split in known.items()} for group in (0, 1)]
        assert [shares(curve) for curve in own] == (expected if len(known) > 1 else [])
        for curve in own:
            for point in curve.points:
                assert 0 <= point.share.low <= point.share.value <= point.share.high <= 1


def test_the_document_carries_the_curves_of_every_company(tmp_path: Path) -> None:
    rows = city_rows() + canonical_rows("Lone", level="executive")
    outcome = rate_files(
        [canonical_file(tmp_path / "city.csv", rows)],
        profile="canonical",
        framework="management-diversity-2016",
        draws=100,
    )
    document = type(outcome.document).model_validate_json(outcome.document.model_dump_json(by_alias=True))
    assert document == outcome.document
    found = {rating.company: rating for rating in document.periods[0].ratings}
    assert found["Lone"].pipeline == []
    for number in range(6):
        rating = found[f"Company {number}"]
        assert [(curve.attribute, curve.group) for curve in rating.pipeline] == [
            ("gender", "women"), ("gender", "men"), ("gender", "non_binary")
        ]  # fmt: skip
        for curve in rating.pipeline:
            for point in curve.points:
                level = next(level for level in rating.levels if level.level == point.level)
                counts = level.groups["gender"]
                known = sum(count for count in counts.values() if count is not None)
                assert known
                assert point.share.value == round((counts[curve.group] or 0) / known, 3)
