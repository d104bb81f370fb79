"""Explanations in the document: what they rest on, what they weigh, what one more point needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.composite import MEASURES, load_framework
from rating.data import Benchmark
from rating.disclosure import Policy
from rating.disclosure.headcounts import possible_headcounts, public_form, release_headcount
from rating.documents import RatingsDocument
from rating.documents.explanations import guide
from rating.documents.explanations.formulas import FORMULAS
from rating.documents.explanations.reasons import UNSAID
from rating.documents.explanations.shortfall import SHORTFALLS
from rating.documents.page_names import PageNames
from rating.documents.period import PeriodBuilder
from rating.pipeline import merge, rank, rate
from rating.run import rate_files
from tests.builders import (
    canonical_file,
    canonical_rows,
    city_rows,
    eeo1_file,
    figures,
    headcount,
    ladder,
)

if TYPE_CHECKING:
    from pathlib import Path

    from rating.data import Headcount
    from rating.documents.schema import CompanyRating, Explanation, Need, Period

PUBLIC = Policy(already_public=True, source="a public filing")
PRIVATE = Policy(already_public=False, source="self-reported")
CITY = Benchmark("the city", {"gender": np.array([0.5, 0.5]), "age": np.array([0.4, 0.3, 0.3])})
#: Staff, managers and executives of two companies; the executives of the second are nearly all of one group.
GENDER = [[[60, 60], [20, 30], [4, 16]], [[50, 70], [26, 24], [1, 19]]]
AGE = [[[40, 40, 40], [10, 20, 20], [2, 8, 10]], [[20, 50, 50], [25, 15, 10], [10, 5, 5]]]
THREE = ladder(False, True, True)


def two_companies() -> Headcount:
    return headcount({"gender": GENDER, "age": AGE}, on=THREE)


def published(
    people: Headcount,
    framework: str = "diversity-advantage-2026",
    policy: Policy = PUBLIC,
    benchmark: Benchmark | None = CITY,
) -> Period:
    """Rate, rank and release people as the main job does."""
    released = release_headcount(people, policy)
    supposed: tuple[Headcount, ...] = (people,)
    if not policy.already_public:
        released, supposed = public_form(released, people), possible_headcounts(released, people)
    rules = load_framework(framework).restricted_to(list(people.cubes))
    ratings = merge(
        [
            rate(own, rules, rng=np.random.default_rng(1), draws=16, benchmark=benchmark)
            for own in supposed
        ]
    )  # fmt: skip
    return PeriodBuilder(released, ratings, rank(ratings), PageNames()).build(None)


def explained(period: Period, company: int = 0) -> dict[tuple[str, str], Explanation]:
    rating = named(period, company)
    return {(entry.code, entry.attribute): entry for entry in rating.explanations}


def named(period: Period, company: int) -> CompanyRating:
    return next(rating for rating in period.ratings if rating.key == f"k{company}")


def with_other_people(people: Headcount, company: int, attribute: str, need: Need) -> Headcount:
    """Return the headcount in which as many people as it needs are of other groups, wherever they are."""
    masks = {"management": people.ladder.management, "upper": people.ladder.upper}
    levels = np.flatnonzero(masks.get(need.part, np.ones(len(people.ladder.levels), bool)))
    counts = {code: cube.counts.copy() for code, cube in people.cubes.items()}
    groups = people.cubes[attribute].attribute.group_codes
    for one in need.replacements:
        leave, join = groups.index(one.from_group), groups.index(one.to_group)
        left = one.people
        for level in levels:
            moved = min(left, int(counts[attribute][company, level, leave]))
            counts[attribute][company, level, leave] -= moved
            counts[attribute][company, level, join] += moved
            left -= moved
        assert not left
    return headcount(counts, on=people.ladder)


# --------------------------------------------------------------------------- what is said


def test_every_indicator_of_every_criterion_is_explained() -> None:
    assert list(explained(published(two_companies()))) == [
        (code, attribute)
        for code in ("reached_diversity", "parity_with_rest", "ascent", "parity_with_catchment")
        for attribute in ("gender", "age")
    ]


def test_an_explanation_by_hand() -> None:
    """24 women and 46 men lead, 60 and 60 follow: the shares differ by 0.1571 twice."""
    entry = explained(published(two_companies()))["parity_with_rest", "gender"]
    assert [(part.part, part.groups, part.unknown) for part in entry.people] == [
        ("management", {"g0": 24.0, "g1": 46.0}, 0.0),
        ("rest", {"g0": 60.0, "g1": 60.0}, 0.0),
    ]
    assert entry.terms == {"differences": 0.3143}
    assert entry.value == 0.8429
    assert entry.points == pytest.approx(1 + 99 * (1 - 11 / 70 - 0.5) / 0.5, abs=1e-4)
    assert (entry.population, entry.group, entry.reason) == (None, None, None)
    # 40 of 60 hundredths of the score, three indicators for each of two criteria
    assert entry.weight == pytest.approx(40 / 60 / 6)
    # one more point is 0.00505 of parity, and each person more a seventieth
    assert entry.need is not None
    assert [one.model_dump() for one in entry.need.replacements] == [
        {"from_group": "g1", "to_group": "g0", "people": 1}
    ]
    assert entry.need.points == pytest.approx(1 + 99 * (1 - 10 / 70 - 0.5) / 0.5, abs=1e-4)


def test_ascent_names_the_group_that_it_judges() -> None:
    entry = explained(published(two_companies()), company=1)["ascent", "gender"]
    assert (entry.group, entry.value) == ("g0", 0.12)
    assert entry.terms == {"upper": 0.05, "lower": 0.4167}
    assert explained(published(two_companies()))["parity_with_rest", "gender"].group is None


def test_shares_of_the_population_stand_beside_where_it_is_compared_with() -> None:
    own = explained(published(two_companies()))
    assert own["reached_diversity", "age"].population == {"g0": 0.4, "g1": 0.3, "g2": 0.3}
    assert own["ascent", "age"].population is None


def test_without_a_population_evenness_takes_the_place_of_reached_diversity() -> None:
    part = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
    own = explained(published(two_companies(), benchmark=part))
    entry, missing = own["reached_diversity", "age"], own["parity_with_catchment", "age"]
    assert (entry.measure, entry.population, set(entry.terms)) == ("evenness", None, {"squares", "largest"})
    assert (missing.value, missing.weight, missing.reason) == (None, 0.0, "no_benchmark")
    assert own["parity_with_catchment", "gender"].weight == pytest.approx(1 / 3)


def test_points_are_those_of_the_components_as_counted(tmp_path: Path) -> None:
    document = filings(tmp_path)
    for rating in document.periods[0].ratings:
        counted = {
            (component.code, component.attribute): component.counted.value
            for component in rating.components
            if component.counted
        }
        assert len(counted) == 3
        for entry in rating.explanations:
            assert entry.points == pytest.approx(counted[entry.code, entry.attribute], abs=0.05 + 1e-9)
        (score,) = rating.aggregates
        assert rating.as_counted is not None
        assert score.points == pytest.approx(rating.as_counted.value, abs=0.05 + 1e-9)


def filings(folder: Path) -> RatingsDocument:
    file = eeo1_file(folder / "eeo1.csv")
    return rate_files([file], profile="eeo1", framework="management-diversity-2016", draws=100).document


def test_the_terms_put_into_the_formula_give_the_value() -> None:
    signs = str.maketrans("−", "-")
    worked = {measure.code: measure.worked.translate(signs) for measure in guide().measures}
    measured = [entry for own in (0, 1) for entry in explained(published(two_companies()), own).values()]
    assert {entry.measure for entry in measured} == set(MEASURES) - {"evenness"}
    for entry in measured:
        formula, _, value = worked[entry.measure].format(**entry.terms, value=entry.value).partition(" = ")
        numbers = formula.translate(str.maketrans("", "", "()/-+ ."))
        assert numbers.isdigit()
        assert eval(formula) == pytest.approx(float(value), abs=2e-3)  # noqa: S307 - numbers and signs only


@pytest.mark.parametrize("framework", ["management-diversity-2016", "diversity-advantage-2026"])
@pytest.mark.parametrize("policy", [PUBLIC, PRIVATE])
def test_the_weights_of_a_company_add_up_to_one(framework: str, policy: Policy) -> None:
    part = Benchmark("the city", {"gender": np.array([0.5, 0.5])})
    for rating in published(two_companies(), framework, policy, part).ratings:
        assert sum(entry.weight for entry in rating.explanations) == pytest.approx(1.0, abs=1e-6)


def test_an_indicator_whose_entries_are_missing_is_left_out_and_the_rest_weigh_more() -> None:
    gap = np.array(GENDER, dtype=float)
    gap[0, 0] = np.nan
    people = headcount({"gender": gap.tolist(), "origin": AGE, "seniority": AGE, "age": AGE}, on=THREE)
    own = explained(published(people, "management-diversity-2016"))
    assert [entry.weight for entry in own.values()] == [0.25] * 4  # its leaders are all there
    gap[0, 2] = np.nan
    people = headcount({"gender": gap.tolist(), "origin": AGE, "seniority": AGE, "age": AGE}, on=THREE)
    own = explained(published(people, "management-diversity-2016"))
    missing = own.pop(("evenness", "gender"))
    assert (missing.reason, missing.weight, missing.points) == ("missing", 0.0, None)
    assert missing.need_reason == "missing"
    assert [entry.weight for entry in own.values()] == pytest.approx([1 / 3] * 3)
    assert [entry.worth for entry in own.values()] == pytest.approx([1 / 3] * 3, abs=1e-4)


def test_a_group_that_is_known_of_too_few_is_said_to_be() -> None:
    hidden = {"gender": [[0, 60, 40], [0, 0, 0]]}
    people = headcount(
        {"age": AGE, "origin": AGE, "seniority": AGE, "gender": GENDER}, on=THREE, unobserved=hidden
    )
    entry = explained(published(people, "management-diversity-2016"))["evenness", "gender"]
    assert (entry.reason, entry.value, entry.weight) == ("too_few_known", None, 0.0)


def test_people_whose_group_is_not_known_are_left_out_and_counted_beside() -> None:
    people = headcount({"gender": GENDER}, on=THREE, unobserved={"gender": [[0, 6, 1], [0, 0, 0]]})
    entry = explained(published(people, "management-diversity-2016"))["evenness", "gender"]
    assert [(part.groups, part.unknown) for part in entry.people] == [({"g0": 24.0, "g1": 46.0}, 7.0)]
    assert entry.points == pytest.approx(100 * (1 - (24**2 + 46**2) / 70**2) / 0.5, abs=1e-4)


def test_a_company_without_a_score_has_no_explanations() -> None:
    few = np.array(GENDER)
    few[1, 1:] = [[2, 3], [1, 1]]
    period = published(headcount({"gender": few.tolist()}, on=THREE), "management-diversity-2016")
    assert named(period, 1).status == "listed"
    assert (named(period, 1).explanations, named(period, 1).aggregates) == ([], [])
    assert len(named(period, 0).explanations) == 1


# --------------------------------------------------------------------------- one more point


@pytest.mark.parametrize("framework", ["management-diversity-2016", "diversity-advantage-2026"])
def test_the_people_named_really_bring_one_more_point(framework: str) -> None:
    """The headcount is changed as the explanation says, and goes through the whole job again."""
    people = two_companies()
    before = published(people, framework)
    compared = 0
    for company in (0, 1):
        for key, entry in explained(before, company).items():
            if entry.need is None:
                continue
            changed = with_other_people(people, company, entry.attribute, entry.need)
            after = explained(published(changed, framework), company)[key]
            assert after.points == entry.need.points
            assert entry.points is not None
            assert after.points is not None
            assert after.points >= entry.points + 1.0 - 2e-4  # both are rounded
            compared += 1
    assert compared == {"management-diversity-2016": 4, "diversity-advantage-2026": 16}[framework]


def test_a_rise_of_one_indicator_really_lifts_the_score_by_a_point() -> None:
    """With one indicator a criterion nothing else changes when people are of other groups."""
    people = two_companies()
    before = published(people, "management-diversity-2016")
    for company in (0, 1):
        (score,) = named(before, company).aggregates
        assert score.rise is not None
        assert score.rise.points == pytest.approx(2.0, abs=1e-4)  # two criteria of the same weight
        changed = with_other_people(people, company, score.rise.attribute, score.rise.need)
        (after,) = named(published(changed, "management-diversity-2016"), company).aggregates
        assert score.points is not None
        assert after.points is not None
        assert after.points >= score.points + 1.0 - 2e-4


def test_of_the_indicators_that_lift_the_score_the_one_that_needs_fewest_people_is_named() -> None:
    """Of a hundred leaders two points of age take one, and two of gender three: 0.98 is 1 - 4 * 0.07^2."""
    few = {"gender": [[[50, 50], [40, 60]]], "age": [[[30, 30, 40], [90, 5, 5]]]}
    even = few | {"age": [[[30, 30, 40], [33, 33, 34]]]}
    for counts, expected in ((few, ("age", 1)), (even, ("gender", 3))):
        (score,) = named(published(headcount(counts), "management-diversity-2016"), 0).aggregates
        assert score.rise is not None
        assert (score.rise.attribute, score.rise.need.people) == expected


def test_pillars_and_score_say_what_kind_of_mean_they_are() -> None:
    rating = named(published(two_companies()), 0)
    assert [(mean.code, mean.formula, mean.weight) for mean in rating.aggregates] == [
        ("score", "geometric", 1.0),
        ("management", "arithmetic", pytest.approx(2 / 3)),
        ("workforce_and_city", "arithmetic", pytest.approx(1 / 3)),
    ]
    for mean in rating.aggregates[1:]:
        own = [entry for entry in rating.explanations if entry.pillar == mean.code]
        assert mean.points == pytest.approx(
            sum((entry.points or 0) * entry.weight for entry in own) / mean.weight, abs=1e-3
        )


def test_at_the_end_of_the_scale_nobody_is_named() -> None:
    even = headcount({"gender": [[[50, 50], [20, 20]]]})
    rating = named(published(even, "management-diversity-2016"), 0)
    (entry,) = rating.explanations
    assert (entry.points, entry.worth, entry.need, entry.need_reason) == (100.0, None, None, "at_cap")
    assert (rating.aggregates[0].points, rating.aggregates[0].rise_reason) == (100.0, "at_cap")


def test_where_so_many_people_cannot_reach_a_point_it_is_said() -> None:
    """Nine leaders in shares of a nominal size, 98.6 points: one more on the other side makes 99.0."""
    people = headcount({"gender": [[[50.0, 50.0], [3.96, 5.04]]]}, measure="shares")
    rating = named(published(people, "management-diversity-2016"), 0)
    (entry,) = rating.explanations
    assert entry.points == 98.56
    assert (entry.need, entry.need_reason) == (None, "out_of_reach")
    assert (rating.aggregates[0].rise, rating.aggregates[0].rise_reason) == (None, "needs_several")


def test_of_shares_of_a_nominal_size_whole_people_are_named() -> None:
    people = headcount({"gender": [[[31.25, 31.25], [15.625, 46.875]]]}, measure="shares")
    (entry,) = named(published(people, "management-diversity-2016"), 0).explanations
    assert entry.people[0].groups == {"g0": 15.625, "g1": 46.875}
    assert entry.points == 75.0
    assert entry.need is not None
    assert entry.need.people == 1
    share = 16.625 / 62.5
    assert entry.need.points == pytest.approx(400 * share * (1 - share), abs=1e-4)


# --------------------------------------------------------------------------- what is withheld


def self_reported(folder: Path) -> RatingsDocument:
    """Rate a city of which some leaders are withheld, and one company is large enough to be shown whole."""
    rows = [
        *city_rows(leaders=21),
        *canonical_rows("Large", counts={"gender": {"women": 190, "men": 180, "non_binary": 30}}),
    ]
    file = canonical_file(folder / "city.csv", rows)
    return rate_files([file], profile="canonical", framework="management-diversity-2016", draws=100).document


def test_where_an_input_is_withheld_no_figure_follows_from_it(tmp_path: Path) -> None:
    shown = withheld = 0
    for period in self_reported(tmp_path).periods:
        for rating in period.ratings:
            for entry in rating.explanations:
                hidden = any(None in part.groups.values() for part in entry.people)
                computed = (entry.value, entry.points, entry.worth, entry.need, entry.group)
                if hidden:
                    assert computed == (None,) * 5
                    assert (entry.terms, entry.reason, entry.need_reason) == ({}, "withheld", "withheld")
                    assert (rating.aggregates[0].points, rating.aggregates[0].reason) == (None, "withheld")
                    withheld += 1
                else:
                    assert None not in (entry.value, entry.points)
                    shown += 1
    assert withheld >= 3
    assert shown >= 1


def test_inputs_are_the_figures_of_the_document_and_no_others(tmp_path: Path) -> None:
    for period in self_reported(tmp_path).periods:
        for rating in period.ratings:
            for entry in rating.explanations:
                (part,) = entry.people
                assert part.groups == rating.management[entry.attribute]


def test_parts_of_the_workforce_are_sums_of_the_levels_that_are_shown() -> None:
    few = np.array(GENDER)
    few[0, 1] = [3, 40]  # a level of which something is withheld
    people = headcount({"gender": few.tolist()}, on=THREE)
    rating = named(published(people, policy=PRIVATE), 0)
    levels = {level.level: level.groups["gender"] for level in rating.levels}
    assert None in levels["level1"].values()
    for entry in rating.explanations:
        parts = {part.part: part.groups for part in entry.people}
        if "rest" in parts:
            assert parts["rest"] == levels["level0"]
        if "upper" in parts:
            assert parts["upper"] == levels["level2"]
            assert parts["lower"] == levels["level0"]
        assert (entry.value is None) is any(None in groups.values() for groups in parts.values())


def test_every_input_stands_in_the_release_that_readers_have(tmp_path: Path) -> None:
    """Leaders and everybody have totals of their own there, the other parts are one level each."""
    population = [("gender", "women", 51), ("gender", "men", 49)]
    outcome = rate_files(
        [canonical_file(tmp_path / "own.csv", city_rows(leaders=21))],
        profile="canonical",
        framework="diversity-advantage-2026",
        benchmark=canonical_file(tmp_path / "city.csv", population, ("attribute", "group", "count")),
        draws=100,
    )
    told = figures(outcome.releases["2026"])
    rows = {
        "management": "management",
        "workforce": "*",
        "rest": "staff",
        "lower": "staff",
        "upper": "executive",
    }
    compared = 0
    for rating in outcome.document.periods[0].ratings:
        for entry in rating.explanations:
            for part in entry.people:
                for group, people in part.groups.items():
                    assert told[rating.key, entry.attribute, rows[part.part], group] == people
                    compared += people is None
    assert compared > 10


def test_of_a_withheld_score_no_mean_as_counted_is_shown() -> None:
    """Eighteen leaders, all of them shown: fewer than thirty, so that no score is."""
    people = headcount({"gender": [[[60, 60], [8, 10]], [[50, 70], [9, 9]]]})
    period = published(people, "management-diversity-2016", PRIVATE)
    rating = named(period, 0)
    assert (rating.score, rating.score_withheld) == (None, True)
    assert (rating.aggregates[0].points, rating.aggregates[0].reason) == (None, "withheld")
    # the counts are shown, a figure about so few is not
    assert rating.management["gender"] == {"g0": 8.0, "g1": 10.0}
    own = rating.explanations[0]
    assert (own.value, own.points, own.reason, own.need) == (None, None, "withheld", None)


def test_people_behind_the_same_release_have_the_same_explanations() -> None:
    """What is withheld may be otherwise: the explanations do not tell."""
    one = headcount({"gender": [[[60, 60], [2, 38]], [[50, 70], [30, 30]]]})
    other = headcount({"gender": [[[60, 60], [3, 37]], [[50, 70], [30, 30]]]})
    told = [
        [rating.explanations for rating in published(own, "management-diversity-2016", PRIVATE).ratings]
        for own in (one, other)
    ]
    assert told[0] == told[1]
    assert None in told[0][0][0].people[0].groups.values() or None in told[0][1][0].people[0].groups.values()


# --------------------------------------------------------------------------- tables and documents


def test_every_measure_has_its_formula_and_its_shortfall() -> None:
    assert set(FORMULAS) == set(SHORTFALLS) == set(MEASURES)
    assert {MEASURES[name].instead for name in MEASURES} - {""} <= set(MEASURES)
    for name, measure in MEASURES.items():
        assert measure.raised_in in measure.scopes, name


def test_the_guide_holds_all_formulas_and_reasons() -> None:
    found = published(two_companies()).guide
    assert found == guide()
    assert {measure.code for measure in guide().measures} == set(MEASURES)
    assert {reason.code for reason in guide().reasons} == set(UNSAID)
    for entry in guide().reasons:
        assert entry.text
        assert entry.remedy.endswith(".")


def test_a_document_read_back_has_the_same_explanations(tmp_path: Path) -> None:
    document = filings(tmp_path)
    assert RatingsDocument.model_validate_json(document.model_dump_json(by_alias=True)) == document


def test_a_document_of_before_there_were_explanations_is_readable(tmp_path: Path) -> None:
    document = filings(tmp_path)
    old = json.loads(document.model_dump_json(by_alias=True))
    for period in old["periods"]:
        del period["guide"]
        for rating in period["ratings"]:
            assert rating.pop("explanations")
            assert rating.pop("aggregates")
    read = RatingsDocument.model_validate_json(json.dumps(old))
    assert read.periods[0].guide is None
    assert [rating.explanations for rating in read.periods[0].ratings] == [[]] * 6
    assert read.periods[0].ratings[0].score == document.periods[0].ratings[0].score


def test_nobody_is_asked_to_belong_to_a_group_that_may_not_have_been_asked_about(tmp_path: Path) -> None:
    """In the registered list of genders the third is optional: nobody counted may mean nobody asked."""
    rows = [
        row
        for company in range(6)
        for row in canonical_rows(
            f"Company {company}", counts={"gender": {"women": 10 + company, "men": 50 - company}}
        )
    ]
    rows_of_staff = [
        row
        for company in range(6)
        for row in canonical_rows(
            f"Company {company}", level="staff", counts={"gender": {"women": 60, "men": 60}}
        )
    ]
    path = canonical_file(tmp_path / "city.csv", [*rows, *rows_of_staff])
    document = rate_files([path], profile="canonical", framework="management-diversity-2016").document
    needs = [rating.explanations[0].need for rating in document.periods[0].ratings]
    named = {change.to_group for need in needs if need for change in need.replacements}
    assert named == {"women"}
