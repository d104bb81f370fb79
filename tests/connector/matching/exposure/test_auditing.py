"""The audit: who is counted where, what is compared, when it alerts; consent and the gate are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.exposure import (
    NOT_DECLARED,
    Count,
    ExposureReport,
    Introduction,
    Lists,
    ReleasedCounts,
    Rules,
    audit,
)
from connector.parties import Declaration, Use
from connector.words import languages, say
from tests.connector.builders import TODAY, startup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.parties import StartUp

QUICK = Rules(draws=99)


@dataclass(frozen=True)
class Threshold:
    """A plain gate: counts and sums of at least so many pass. It does not protect against subtraction."""

    least: int = 10
    statistic_floor: int = 30
    naming_floor: int = 10
    as_of: str | None = None

    def release(self, counts: Sequence[Count]) -> ReleasedCounts:
        cells: dict[tuple[str, str, str], int] = {}
        for one in counts:
            for group in (one.group, "*"):
                for outcome in (one.outcome, "*"):
                    key = (one.attribute, group, outcome)
                    cells[key] = cells.get(key, 0) + one.startups
        return ReleasedCounts({key: n for key, n in cells.items() if n >= self.least}, self.as_of)


def declared(group: str | None, *, agreed: bool = True) -> Declaration | None:
    uses = frozenset({Use.AUDIT}) if agreed else frozenset({Use.PAIRS, Use.COHORTS})
    return None if group is None else Declaration(groups={"origin": group}, uses=uses)


def crowd(groups: Mapping[str | None, int]) -> list[StartUp]:
    """Build start-ups, group by group."""
    names = [group for group, many in groups.items() for _ in range(many)]
    return [startup(f"s{number}", declared=declared(group)) for number, group in enumerate(names)]


#: Groups that a call names, so that they may be small.
NAMED = {"origin": ["a", "b", "c", "d", "few"]}


def audited(
    startups: Sequence[StartUp], attention: np.ndarray, gate: Threshold | None = None, **stated: object
) -> ExposureReport:
    rng = np.random.default_rng(1)
    given_ = {"today": TODAY, "rules": QUICK} | stated
    return audit(Lists(attention), startups, gate=gate or Threshold(), rng=rng, **given_)


# ------------------------------------------------------------------------------------------ what is compared


def test_a_groups_share_of_exposure_stands_beside_its_share_of_start_ups() -> None:
    startups = crowd({"a": 60, "b": 90, None: 50})
    attention = np.array([1.0] * 60 + [2.0] * 90 + [1.2] * 50)
    report = audited(startups, attention)
    assert report.startups == 200
    found = {group: report.group("origin", group).exposure for group in ("a", "b", NOT_DECLARED)}
    assert [own.share_of_startups for own in found.values()] == [0.3, 0.45, 0.25]
    assert [own.share_of_exposure for own in found.values()] == [0.2, 0.6, 0.2]
    assert [own.ratio.value for own in found.values()] == [0.67, 1.33, 0.8]
    assert [own.is_alert for own in found.values()] == [True, False, False]
    assert [own.p_value for own in found.values()] == [0.02, 1.0, None]
    (said,) = report.alerts
    assert say(said, "en").startswith(
        "origin, a: gets 20% of the attention of offers where 30% would be its share, 0.67 times as much"
    )
    assert [group.group for group in report.attributes[0].groups] == ["a", "b", NOT_DECLARED]


def test_strata_compare_like_with_like() -> None:
    """Group a stands in the stage that gets less; within the stage it gets as much as others."""
    startups = crowd({"a": 60, "b": 60})
    stage = np.array([0] * 50 + [1] * 10 + [0] * 10 + [1] * 50)
    attention = 1.0 + 2.0 * stage + np.random.default_rng(2).random(120)
    plain, like = (audited(startups, attention, strata=strata) for strata in (None, stage))
    assert len(plain.alerts) == 1
    assert like.alerts == ()
    assert plain.group("origin", "a").exposure.expected == 0.5
    own = like.group("origin", "a").exposure
    assert own.expected == pytest.approx(own.share_of_exposure, abs=0.03)


def test_small_groups_have_a_count_and_no_statistics() -> None:
    report = audited(crowd({"a": 29, "b": 90, None: 50}), np.ones(169))
    own = report.group("origin", "a")
    assert (own.startups, own.exposure) == (29, None)
    assert say(own.reason, "en") == "No more is said of groups of fewer than 30."


def test_a_group_that_is_withheld_has_no_number_at_all() -> None:
    report = audited(crowd({"a": 9, "b": 90, None: 50}), np.ones(149), introductions=[], attributes=NAMED)
    own = report.group("origin", "a")
    numbers = own.startups, own.exposure, own.introduced, own.accepted, own.acceptance, own.wait
    assert numbers == (None,) * 6
    assert say(own.reason, "en") == "Not shown, to protect people."


@settings(max_examples=25)
@given(
    st.lists(st.floats(0.0, 1000.0), min_size=9, max_size=9), st.lists(st.booleans(), min_size=9, max_size=9)
)
def test_what_withheld_start_ups_get_changes_nothing(gets: list[float], answers: list[bool]) -> None:
    startups = crowd({"a": 60, "b": 90, "few": 9})
    attention = np.random.default_rng(2).random(159)
    other = attention.copy()
    other[150:] = gets
    own = [
        [
            Introduction(
                f"s{row}", TODAY - timedelta(days=40), TODAY - timedelta(days=9), is_accepted=row % 2 == 0
            )
            for row in range(150)
        ]
        + [Introduction(f"s{150 + row}", TODAY, TODAY, is_accepted=said) for row, said in enumerate(late)]
        for late in ([True] * 9, answers)
    ]
    reports = [
        audited(startups, seen, introductions=introductions, attributes=NAMED)
        for seen, introductions in zip((attention, other), own, strict=True)
    ]
    assert reports[0] == reports[1]
    assert reports[0].group("origin", "a").exposure is not None
    assert reports[0].attributes[0].others is None


def test_all_others_together_are_compared_where_they_are_enough() -> None:
    startups = crowd({"a": 60, "b": 60, "c": 25, "few": 5, None: 10})
    attention = np.array([1.0] * 60 + [2.0] * 60 + [1.5] * 25 + [0.5] * 15)
    report = audited(startups, attention, attributes=NAMED)
    (entry,) = report.attributes
    others = entry.others
    assert others is not None
    assert (others.share_of_startups, others.share_of_exposure, others.ratio.value) == (0.25, 0.2, 0.8)
    assert report.group("origin", "a").exposure.share_of_startups == 0.375
    assert [report.group("origin", group).exposure for group in ("c", "few", NOT_DECLARED)] == [None] * 3


def test_a_group_is_compared_with_all_others_where_there_is_no_other_group_alone() -> None:
    startups = crowd({"a": 60, "b": 20, None: 20})
    report = audited(startups, np.array([1.0] * 60 + [3.0] * 40))
    assert report.group("origin", "a").exposure.is_alert
    (alert,) = report.alerts
    assert alert.facts["group"] == "a"


def test_an_alert_is_raised_about_all_others_together() -> None:
    startups = crowd({"a": 60, "b": 20, "c": 20})
    report = audited(startups, np.array([3.0] * 60 + [1.0] * 40))
    (alert,) = report.alerts
    assert alert.code == "exposure.alert_of_others"
    assert all(say(alert, language).endswith(".") for language in languages())
    assert say(alert, "en").startswith(
        "origin, all other groups together: they get 18% of the attention of offers where 40% would be "
        "their share, 0.45 times as much"
    )


@settings(max_examples=25)
@given(st.permutations(range(40)), st.permutations(range(160)))
def test_who_of_the_others_is_of_which_group_and_who_comes_first_changes_nothing(
    others: list[int], order: list[int]
) -> None:
    startups = crowd({"a": 60, "b": 60, "c": 20, "d": 11, None: 9})
    attention = np.random.default_rng(2).random(160)
    stage = np.arange(160) % 2
    of = np.concatenate([np.arange(120), 120 + np.array(others)])
    swapped = [startups[number] for number in of]
    report = audited(startups, attention, strata=stage)
    assert report.attributes[0].others is not None
    assert audited(swapped, attention, strata=stage) == report
    again = [startups[number] for number in order]
    assert audited(again, attention[order], strata=stage[order]) == report


def test_there_is_nothing_to_say_where_there_is_nothing_to_compare() -> None:
    alone = audited(crowd({"a": 60}), np.ones(60)).group("origin", "a")
    unseen = audited(crowd({"a": 60, "b": 60}), np.zeros(120)).group("origin", "b")
    assert (alone.startups, alone.exposure) == (60, None)
    assert say(alone.reason, "en") == say(unseen.reason, "en") == "There is no other group to compare with."


def test_beside_earlier_counts_nothing_of_today_is_said() -> None:
    kept = Threshold(as_of="2025-06-30")
    introductions = [Introduction(f"s{row}", TODAY, TODAY, is_accepted=True) for row in range(120)]
    report = audited(
        crowd({"a": 60, "b": 60}), np.arange(120.0), kept, introductions=introductions, attributes=NAMED
    )
    own = report.group("origin", "a")
    assert (report.as_of, own.startups, own.exposure, own.acceptance, own.wait) == (
        "2025-06-30",
        60,
        None,
        None,
        None,
    )
    assert report.alerts == ()


# -------------------------------------------------------------------------------------- who is counted where


def test_who_did_not_agree_is_not_declared() -> None:
    startups = crowd({"a": 40, "b": 40})
    startups += [startup(f"x{number}", declared=declared("a", agreed=False)) for number in range(30)]
    report = audited(startups, np.ones(110))
    assert [own.startups for own in report.attributes[0].groups] == [40, 40, 30]


@settings(max_examples=25)
@given(st.data())
def test_declarations_of_those_who_did_not_agree_change_nothing(data: st.DataObject) -> None:
    hidden = st.builds(
        Declaration,
        under_represented=st.sampled_from([None, False, True]),
        groups=st.dictionaries(st.sampled_from(["origin", "gender"]), st.sampled_from(["a", "b", "c"])),
        uses=st.frozensets(st.sampled_from([Use.PAIRS, Use.COHORTS])),
    )
    agreed = crowd({"a": 40, "b": 40})
    others = [startup(f"x{number}") for number in range(12)]
    flipped = [one.model_copy(update={"declared": data.draw(st.none() | hidden)}) for one in others]
    attention = np.random.default_rng(2).random(92)
    assert audited(agreed + flipped, attention) == audited(agreed + others, attention)


def test_attributes_of_the_call_are_shown_in_its_order_and_no_others() -> None:
    startups = crowd({"a": 40, "b": 40, "c": 40})
    report = audited(startups, np.ones(120), attributes={"gender": ["women", "men"], "origin": ["b", "a"]})
    assert [(own.attribute, [g.group for g in own.groups]) for own in report.attributes] == [
        ("gender", ["women", "men", NOT_DECLARED]),
        ("origin", ["b", "a", NOT_DECLARED]),
    ]
    assert [own.startups for own in report.attributes[1].groups] == [40, 40, 40]


def test_where_no_call_names_them_small_groups_are_not_named() -> None:
    startups = crowd({"a": 60, "b": 50, "few": 9, None: 31})
    report = audited(startups, np.ones(150))
    assert [(own.group, own.startups) for own in report.attributes[0].groups] == [
        ("a", 60),
        ("b", 50),
        (NOT_DECLARED, 40),
    ]
    handed: list[Count] = []

    class Noted(Threshold):
        def release(self, counts: Sequence[Count]) -> ReleasedCounts:
            handed.extend(counts)
            return super().release(counts)

    assert audited(startups, np.ones(150), Noted()) == report
    assert {one.group for one in handed} == {"a", "b", NOT_DECLARED}


def test_how_few_may_be_named_is_what_the_gate_asks_for() -> None:
    startups = crowd({"a": 60, "few": 9, None: 31})
    for gate, named in (
        (Threshold(), ["a", NOT_DECLARED]),
        (Threshold(naming_floor=9), ["a", "few", NOT_DECLARED]),
    ):
        report = audited(startups, np.ones(100), gate)
        assert [own.group for own in report.attributes[0].groups] == named


@settings(max_examples=25)
@given(st.lists(st.sampled_from(["x", "y", None]), min_size=9, max_size=9), st.data())
def test_declarations_of_groups_that_few_are_of_change_nothing(
    few: list[str | None], data: st.DataObject
) -> None:
    places = data.draw(st.permutations(range(109)))
    attention = np.random.default_rng(2).random(109)
    rest = crowd({"a": 40, "b": 40, None: 20})

    def report(groups: list[str | None]) -> ExposureReport:
        own = [startup(f"x{number}", declared=declared(group)) for number, group in enumerate(groups)]
        startups = rest + own
        return audited([startups[place] for place in places], attention)

    assert report(few) == report([None] * 9)


def test_whether_owners_call_themselves_under_represented_is_an_attribute_like_others() -> None:
    startups = [
        startup(
            f"s{number}", declared=Declaration(under_represented=number < 40, uses=frozenset({Use.AUDIT}))
        )
        for number in range(100)
    ]
    report = audited(startups, np.ones(100))
    (own,) = report.attributes
    assert (own.attribute, [(g.group, g.startups) for g in own.groups]) == (
        "under_represented",
        [("no", 60), ("yes", 40), (NOT_DECLARED, None)],
    )


def test_nothing_declared_is_nothing_said() -> None:
    report = audited(crowd({None: 50}), np.ones(50))
    assert (report.startups, report.attributes, report.alerts) == (None, (), ())


# --------------------------------------------------------------------------------------------------- answers


def test_by_outcome_no_group_is_named_that_no_call_names() -> None:
    """That it has as many start-ups as that takes would narrow what is withheld of its outcomes."""
    for startups in (crowd({"a": 60, "b": 60}), crowd({None: 5})):
        report = audited(startups, np.ones(len(startups)), introductions=[])
        assert [own.attribute for own in report.attributes] == ["under_represented"]
        assert [own.group for own in report.attributes[0].groups] == ["no", "yes", NOT_DECLARED]


def test_acceptance_and_wait_are_of_start_ups_and_not_of_introductions() -> None:
    def day(before: int) -> object:
        return TODAY - timedelta(days=before)

    introductions = []
    for row in range(40):
        introductions.append(Introduction(f"s{row}", day(30), day(20), is_accepted=False))
        if row < 10:
            introductions.append(Introduction(f"s{row}", day(25), day(5), is_accepted=True))
    introductions += [Introduction(f"s{row}", day(30)) for row in range(40, 60)]
    report = audited(crowd({"a": 70, "b": 40}), np.ones(110), introductions=introductions, attributes=NAMED)
    own = report.group("origin", "a")
    assert (own.introduced, own.accepted) == (60, 10)
    assert own.acceptance.value == pytest.approx(1 / 6)
    # two thirds were answered after ten days
    assert own.wait.median == 10
    assert report.group("origin", "b").introduced is None


def test_equal_input_gives_an_equal_report() -> None:
    startups, attention = crowd({"a": 60, "b": 90}), np.random.default_rng(2).random(150)
    assert audited(startups, attention) == audited(startups, attention)


def test_everything_is_said_in_every_language() -> None:
    attention = np.array([1.0] * 60 + [3.0] * 90 + [2.0] * 38)
    startups = crowd({"a": 60, "b": 90, "few": 9, "some": 29})
    report = audited(startups, attention, attributes={"origin": ["a", "b", "few", "some"]})
    for language in languages():
        said = [say(reason, language) for reason in report.alerts]
        said += [say(own.reason, language) for own in report.attributes[0].groups if own.reason]
        assert len(said) == 4  # one alert, two small groups, nobody who did not declare
        assert all(text.endswith(".") for text in said)


@pytest.mark.parametrize(
    "wrong",
    [
        {"introductions": [Introduction("nobody", TODAY)]},
        {"introductions": [Introduction("s0", TODAY + timedelta(days=1))]},
        {"introductions": [Introduction("s0", TODAY, TODAY - timedelta(days=1))]},
        {"strata": np.zeros(3, np.int64)},
    ],
)
def test_what_does_not_belong_together_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(CannotMatchError):
        audited(crowd({"a": 2}), np.ones(2), **wrong)


def test_exposure_of_others_is_refused() -> None:
    with pytest.raises(CannotMatchError):
        audited(crowd({"a": 2}), np.ones(3))
