"""The exposure audit through the real disclosure gate: what is withheld stays so, what is unfair is said."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.exposure import Count, Introduction, Lists, Rules, audit
from connector.matching.exposure.worth import worth_of
from connector.parties import Declaration, Use
from diversity_platform.matches.gate import DisclosureGate
from rating.disclosure import Policy
from rating.disclosure.audit import audit as verify
from tests.connector.builders import TODAY, startup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connector.matching.exposure import ExposureReport
    from connector.parties import StartUp

QUICK = Rules(draws=199)


def crowd(groups: Mapping[str | None, int], attribute: str = "origin") -> list[StartUp]:
    """Build start-ups, group by group; None did not declare."""
    names = [group for group, many in groups.items() for _ in range(many)]
    return [
        startup(
            f"s{number}",
            declared=None
            if group is None
            else Declaration(groups={attribute: group}, uses=frozenset({Use.AUDIT})),
        )
        for number, group in enumerate(names)
    ]


def audited(
    startups: list[StartUp],
    attention: np.ndarray,
    gate: DisclosureGate | None = None,
    introductions: list[Introduction] | None = None,
    seed: int = 1,
    *,
    attributes: Mapping[str, Sequence[str]] | None = None,
) -> ExposureReport:
    return audit(
        Lists(attention),
        startups,
        gate=gate or DisclosureGate(Policy()),
        rng=np.random.default_rng(seed),
        today=TODAY,
        introductions=introductions,
        attributes=attributes,
        rules=QUICK,
    )


#: Groups that the call names, so that they may be small.
NAMED = {"origin": ["a", "b", "few"]}


def numbers(value: object) -> Iterator[float]:
    """Yield every number in a report, wherever it stands."""
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


# ---------------------------------------------------------------------------------------- what is withheld


def test_a_group_of_four_is_withheld_and_cannot_be_recovered_from_totals() -> None:
    gate = DisclosureGate(Policy())
    report = audited(crowd({"a": 200, "b": 196, "few": 4, None: 100}), np.ones(500), gate, attributes=NAMED)
    shown = {own.group: own.startups for own in report.attributes[0].groups}
    assert shown["few"] is None
    assert report.startups == 500
    # at least one other is withheld, so that the rest is a sum that could be split in many ways
    withheld = [group for group, startups in shown.items() if startups is None]
    assert len(withheld) >= 2
    assert 500 - sum(startups for startups in shown.values() if startups is not None) >= 4 + 10
    findings = verify(gate.publications)
    assert findings
    assert all(finding.possible >= 10 and finding.reaches >= 10 for finding in findings)


def test_a_group_that_is_withheld_has_no_number_in_the_report() -> None:
    report = audited(crowd({"a": 200, "b": 196, "few": 4, None: 100}), np.arange(500.0), attributes=NAMED)
    for own in report.attributes[0].groups:
        if own.startups is None:
            assert list(numbers(asdict(own))) == []
            assert own.reason.code == "exposure.withheld"


def test_who_of_the_withheld_gets_how_much_leaves_the_report_as_it_is() -> None:
    """What they get together is said, and nothing tells who of them is of which group."""
    startups = crowd({"a": 200, "b": 196, "few": 4, None: 100})
    attention = np.random.default_rng(2).random(500)
    first = audited(startups, attention, attributes=NAMED)
    assert [own.startups for own in first.attributes[0].groups] == [200, 196, None, None]
    assert first.attributes[0].others is not None
    other = attention.copy()
    other[396:] = np.sort(attention[396:])  # those of the small group are the last ones now
    assert audited(startups, other, attributes=NAMED) == first


def test_what_the_withheld_get_leaves_the_report_as_it_is_where_they_are_few_together() -> None:
    startups = crowd({"a": 200, "b": 196, "few": 4, None: 20})
    attention = np.random.default_rng(2).random(420)
    first = audited(startups, attention, attributes=NAMED)
    assert [own.startups for own in first.attributes[0].groups] == [200, 196, None, None]
    other = attention.copy()
    other[396:] = 1000.0 * np.arange(24)
    assert audited(startups, other, attributes=NAMED) == first
    assert first.group("origin", "a").exposure is not None


def test_an_attribute_that_nobody_has_thought_of_is_sensitive() -> None:
    for attribute, groups in (("family_dialect", 9), ("origin", 9)):
        startups = crowd({"a": 200, "few": groups, None: 100}, attribute)
        report = audited(startups, np.ones(309), attributes={attribute: ["a", "few"]})
        assert report.group(attribute, "few").startups is None
    startups = crowd({"men": 200, "women": 9, None: 100}, "gender")
    report = audited(startups, np.ones(309), attributes={"gender": ["men", "women"]})
    assert report.group("gender", "women").startups == 9


def test_few_answers_are_withheld_although_the_group_is_shown() -> None:
    startups = crowd({"a": 100, "b": 100})
    days = TODAY - timedelta(days=30), TODAY - timedelta(days=10)
    introductions = [
        Introduction(f"s{row}", *days, is_accepted=row < 4 or 100 <= row < 140) for row in range(160)
    ]
    report = audited(startups, np.ones(200), introductions=introductions, attributes=NAMED)
    own = report.group("origin", "a")
    assert own.startups == 100
    assert (own.accepted, own.acceptance, own.wait) == (None, None, None)


def test_enough_answers_are_shown_with_interval_and_wait() -> None:
    startups = crowd({"a": 100, "b": 100})
    days = TODAY - timedelta(days=30), TODAY - timedelta(days=10)
    introductions = [
        Introduction(f"s{row}", *days, is_accepted=row % 100 < 30) for row in range(200) if row % 100 < 80
    ]
    report = audited(startups, np.ones(200), introductions=introductions, attributes=NAMED)
    for group in ("a", "b"):
        own = report.group("origin", group)
        assert (own.startups, own.introduced, own.accepted, own.acceptance.value) == (100, 80, 30, 0.375)
        assert own.wait == (20, 20, 20)


OUTCOMES = ("accepted", "not_accepted", "not_introduced")


def counts_of(rows: Mapping[str, Sequence[int]]) -> list[Count]:
    return [
        Count("origin", group, outcome, n, worth_of(group, sum(row), 30))
        for group, row in rows.items()
        for outcome, n in zip(OUTCOMES, row, strict=True)
    ]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "unknown"]),
        st.lists(st.sampled_from([0, 0, 1, 3, 9, 12, 25, 40]), min_size=3, max_size=3),
        min_size=2,
    )
)
def test_what_became_of_a_small_group_is_told_of_nobody(rows: dict[str, list[int]]) -> None:
    """Stated by group, apart from the rule in the gate."""
    released = DisclosureGate(Policy()).release(counts_of(rows))
    of_all = [sum(one) for one in zip(*rows.values(), strict=True)]
    for group, row in rows.items():
        total = sum(row)
        for outcome, n, everybody in zip(OUTCOMES, row, of_all, strict=True):
            is_told = released.of("origin", group, outcome) is not None
            if not is_told or total == 0 or everybody in (0, sum(of_all)):
                continue  # whatever is so of everybody is no secret of a group
            assert n == 0 or n >= 10
            assert n == total or total - n >= 10
            assert 0 < n < total or total >= 30


def test_that_a_group_of_three_was_refused_as_a_whole_is_not_told() -> None:
    gate = DisclosureGate(Policy())
    released = gate.release(
        counts_of({"eu": [30, 20, 20], "els": [30, 20, 20], "rare": [0, 3, 0], "unknown": [20, 20, 20]})
    )
    assert all(released.of("origin", "rare", outcome) is None for outcome in OUTCOMES)
    (table,) = gate.publications[0].tables
    assert {cell["value"] for cell in table.cells if cell["group"] == "rare"} == {None}


def test_of_a_group_that_no_earlier_release_has_no_earlier_count_is_told() -> None:
    """Counts of today would tell too much beside earlier ones, and 0 would be false."""
    first = DisclosureGate(Policy(reference_date="2026-01-31"))
    audited(crowd({"a": 40, "b": 22, "few": 8, None: 20}), np.ones(90), first)
    second = DisclosureGate(Policy(reference_date="2026-02-28"), first.publications)
    report = audited(crowd({"a": 40, "b": 25, "few": 12, None: 13}), np.ones(90), second)
    assert report.as_of == "2026-01-31"
    assert report.group("origin", "few").startups is None
    told = {cell["group"]: cell["value"] for table in second.publications[0].tables for cell in table.cells}
    assert told == {"a": 40, "b": 22, "unknown": 28, "*": 90}
    third = DisclosureGate(Policy(reference_date="2026-03-31"), second.publications)
    later = audited(crowd({"a": 80, "b": 65, "few": 52, None: 53}), np.ones(250), third)
    assert later.group("origin", "few").startups in (52, None)


def test_a_later_audit_that_differs_by_one_keeps_the_figures_and_says_nothing_of_today() -> None:
    first = DisclosureGate(Policy(reference_date="2025-12-31"))
    audited(crowd({"a": 200, "b": 196}), np.ones(396), first)
    second = DisclosureGate(Policy(reference_date="2026-06-30"), first.publications)
    report = audited(crowd({"a": 201, "b": 196}), np.arange(397.0), second)
    assert (report.startups, report.group("origin", "a").startups, report.as_of) == (396, 200, "2025-12-31")
    assert [own.exposure for own in report.attributes[0].groups] == [None, None, None]
    assert report.alerts == ()


# ------------------------------------------------------------------------------------------ what is unfair


def test_a_disadvantaged_group_of_two_hundred_raises_the_alert() -> None:
    startups = crowd({"a": 200, "b": 500, None: 300})
    rng = np.random.default_rng(3)
    attention = rng.gamma(2.0, 1.0, 1000) * np.where(np.arange(1000) < 200, 0.75, 1.0)
    report = audited(startups, attention)
    (alert,) = report.alerts
    assert (alert.code, alert.facts["group"]) == ("exposure.alert", "a")
    said = report.group("origin", "a").exposure
    assert said.ratio.value < said.ratio.high < 1.0
    assert said.p_value <= 0.05


def test_a_fair_allocation_alerts_as_rarely_as_it_says() -> None:
    startups = crowd({"a": 60, "b": 90, "c": 40, None: 60})
    gate = DisclosureGate(Policy())
    rng = np.random.default_rng(5)
    alerts = [bool(audited(startups, rng.gamma(0.5, 1.0, 250), gate, seed=seed).alerts) for seed in range(80)]
    # 5 % are promised at most; three standard errors above
    assert sum(alerts) <= 80 * 0.05 + 3 * (80 * 0.05 * 0.95) ** 0.5


# ----------------------------------------------------------------------------------------- the gate itself


def test_public_filings_do_not_pass_as_declarations() -> None:
    with pytest.raises(ValueError, match="no public filing"):
        DisclosureGate(Policy(already_public=True))


def test_the_floors_of_the_gate_follow_its_policy() -> None:
    assert (DisclosureGate(Policy()).naming_floor, DisclosureGate(Policy()).statistic_floor) == (10, 30)
    strict = DisclosureGate(Policy(k_sensitive=20))
    assert (strict.naming_floor, strict.statistic_floor) == (20, 40)


def test_nothing_counted_is_nothing_released() -> None:
    gate = DisclosureGate(Policy())
    assert gate.release([]).cells == {}
    assert gate.publications == []


def test_sums_are_released_with_what_they_are_of() -> None:
    counts = [
        Count("origin", group, outcome, 40)
        for group in ("a", "unknown")
        for outcome in ("accepted", "not_accepted")
    ]
    found = DisclosureGate(Policy(reference_date=date(2026, 6, 30).isoformat())).release(counts)
    assert found.as_of is None
    assert found.of("origin", "a", "accepted") == 40
    assert (found.of("origin", "a"), found.of("origin", outcome="accepted"), found.of("origin")) == (
        80,
        80,
        160,
    )


# -------------------------------------------------------------------------------- beside what readers have


def introduced(rng: np.random.Generator, startups: int) -> list[Introduction]:
    """Draw introductions of most start-ups, with and without an answer."""
    return [
        Introduction(
            f"s{row}",
            TODAY - timedelta(days=60),
            TODAY - timedelta(days=int(rng.integers(1, 59))) if rng.random() < 0.8 else None,
            is_accepted=bool(rng.random() < 0.5),
        )
        for row in range(startups)
        if rng.random() < 0.85
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("knows_first", [False, True])
def test_releases_with_and_without_answers_keep_the_promise_together(seed: int, *, knows_first: bool) -> None:
    rng = np.random.default_rng(seed)
    startups = crowd({"a": 150, "b": int(rng.integers(30, 90)), "few": int(rng.integers(3, 25)), None: 60})
    answers = introduced(rng, len(startups))
    policy = Policy(reference_date="2026-03-02")
    first = DisclosureGate(policy)
    audited(startups, np.ones(len(startups)), first, answers if knows_first else None, attributes=NAMED)
    then = DisclosureGate(policy, first.publications)
    audited(startups, np.ones(len(startups)), then, None if knows_first else answers, attributes=NAMED)
    findings = verify([*first.publications, *then.publications])
    assert all(finding.possible >= 10 and finding.reaches >= 10 for finding in findings)


def test_a_release_without_answers_leaves_room_for_one_with_them() -> None:
    """A run that was told of no introductions has not said that there were none."""
    startups = crowd({"a": 200, "b": 200})
    answers = [
        Introduction(
            f"s{row}", TODAY - timedelta(days=30), TODAY - timedelta(days=9), is_accepted=row % 2 == 0
        )
        for row in range(0, 400, 2)
    ] + [Introduction(f"s{row}", TODAY - timedelta(days=30)) for row in range(1, 400, 4)]
    first = DisclosureGate(Policy(reference_date="2026-03-02"))
    audited(startups, np.ones(400), first, attributes=NAMED)
    then = DisclosureGate(Policy(reference_date="2026-03-02"), first.publications)
    report = audited(startups, np.ones(400), then, answers, attributes=NAMED)
    alone = audited(startups, np.ones(400), introductions=answers, attributes=NAMED)
    assert report == alone
    assert [own.accepted for own in report.attributes[0].groups][:2] == [100, 100]
    told = first.publications[0].as_text()
    assert "accepted" not in told
    assert '"level"' not in told


def test_an_audit_that_was_told_of_no_answers_tells_none_that_were_released_before() -> None:
    startups = crowd({"a": 200, "b": 200})
    answers = [
        Introduction(
            f"s{row}", TODAY - timedelta(days=30), TODAY - timedelta(days=9), is_accepted=row % 2 == 0
        )
        for row in range(400)
    ]
    first = DisclosureGate(Policy(reference_date="2026-03-02"))
    assert (
        audited(startups, np.ones(400), first, answers, attributes=NAMED).group("origin", "a").accepted == 100
    )
    then = DisclosureGate(Policy(reference_date="2026-03-02"), first.publications)
    own = audited(startups, np.ones(400), then, attributes=NAMED).group("origin", "a")
    assert (own.startups, own.introduced, own.accepted) == (200, None, None)
