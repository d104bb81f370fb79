"""What the gate withholds of the audit beside a small group: what matters least, and nothing that tells."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from connector.matching.exposure import NOT_DECLARED, Count, Introduction, Lists, Rules, audit
from connector.matching.exposure.worth import worth_of
from connector.parties import Declaration, Use
from diversity_platform.matches.gate import DisclosureGate
from rating.disclosure import STATISTIC_FLOOR, Policy
from rating.disclosure.audit import audit as verify
from rating.disclosure.tables import MOST_WORTH
from tests.connector.builders import TODAY, startup
from tests.rating.disclosure.attack.attacker import attack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.exposure import ExposureReport, ReleasedCounts
    from connector.parties import StartUp
    from tests.rating.disclosure.attack.attacker import Breach

#: Attribute -> group -> start-ups with each outcome.
Counted = dict[str, dict[str, list[int]]]

K = 10
OUTCOMES = ("accepted", "not_accepted", "not_introduced")
NAMES = ("a", "b", "c", "d", "e", "f", "g")


def handed(counted: Counted, outcomes: Sequence[str] = OUTCOMES) -> list[Count]:
    """Return counts as the audit hands them to a gate."""
    return [
        Count(attribute, group, outcome, many, worth_of(group, sum(row), STATISTIC_FLOOR))
        for attribute, groups in counted.items()
        for group, row in groups.items()
        for outcome, many in zip(outcomes, row, strict=True)
    ]


def released(counted: Counted, outcomes: Sequence[str] = OUTCOMES) -> tuple[ReleasedCounts, DisclosureGate]:
    gate = DisclosureGate(Policy())
    return gate.release(handed(counted, outcomes)), gate


def shown(groups: Mapping[str, int]) -> dict[str, int | None]:
    """Return the start-ups of the groups of one attribute as they are released, without outcomes."""
    counted = {"origin": {group: [many] for group, many in groups.items()}}
    found, _ = released(counted, [""])
    return {group: found.of("origin", group) for group in groups}


def promises_broken(gate: DisclosureGate) -> list[object]:
    """Return what a reader finds out beyond the promise: by our verifier, and by an attacker of its own."""
    broken: list[object] = [finding for finding in verify(gate.publications) if not finding.kept]
    documents = [json.loads(own.model_dump_json(by_alias=True)) for own in gate.publications]
    return broken + [found for found in attack(documents) if not _is_of_the_undeclared(found)]


def _is_of_the_undeclared(found: Breach) -> bool:
    """Tell whether it is that nobody, or everybody, of few did not declare: that tells nothing of anyone."""
    return found.cell["group"] == NOT_DECLARED and "nobody or everybody" in found.why


# ------------------------------------------------------------------------------------- what is withheld first


@pytest.mark.parametrize(
    ("groups", "withheld"),
    [
        # those who did not declare, however many
        ({"a": 200, "b": 500, "few": 4, NOT_DECLARED: 300}, {"few", NOT_DECLARED}),
        ({"a": 500, "b": 200, "c": 30, "few": 4, NOT_DECLARED: 900}, {"few", NOT_DECLARED}),
        # nobody of them: then a group that is too small for a statistic
        ({"a": 200, "b": 500, "c": 29, "few": 4}, {"few", "c"}),
        ({"a": 29, "b": 500, "c": 200, "few": 4}, {"few", "a"}),
        # and of those that are not, the smaller one
        ({"a": 500, "b": 40, "few": 4, NOT_DECLARED: 0}, {"few", "b"}),
        # few did not declare: they are withheld themselves
        ({"a": 500, "b": 40, NOT_DECLARED: 4}, {NOT_DECLARED, "b"}),
        # enough is withheld as it is
        ({"a": 200, "few": 8, "less": 7, NOT_DECLARED: 300}, {"few", "less"}),
    ],
)
def test_what_matters_least_is_withheld_beside_a_small_group(
    groups: dict[str, int], withheld: set[str]
) -> None:
    assert {group for group, many in shown(groups).items() if many is None} == withheld


def test_a_group_is_withheld_where_there_is_nothing_else() -> None:
    assert shown({"a": 200, "few": 4}) == {"a": None, "few": None}


def test_outcomes_are_withheld_of_those_who_did_not_declare() -> None:
    counted: Counted = {
        "origin": {"a": [90, 80, 30], "b": [40, 60, 200], "few": [3, 0, 1], NOT_DECLARED: [50, 90, 160]}
    }
    found, gate = released(counted)
    for group in ("a", "b"):
        row = counted["origin"][group]
        assert [found.of("origin", group, outcome) for outcome in (*OUTCOMES, "*")] == [*row, sum(row)]
    assert found.of("origin", "few", "accepted") is None
    assert promises_broken(gate) == []


def test_no_group_is_worth_more_than_the_gate_weighs() -> None:
    assert worth_of("a", 10**9, STATISTIC_FLOOR) <= MOST_WORTH


# ------------------------------------------------------------------------------- whatever groups are declared


@st.composite
def populations(draw: st.DrawFn) -> Counted:
    """Draw start-ups by outcome and by the groups of up to three attributes, small groups among them."""
    outcomes = draw(st.integers(1, 3))
    people = draw(st.lists(st.sampled_from([0, 7, 25, 90, 400]), min_size=outcomes, max_size=outcomes))
    assume(sum(people) > 0)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    found: Counted = {}
    for attribute in ("origin", "gender", "family_dialect")[: draw(st.integers(1, 3))]:
        groups = (*NAMES[: draw(st.integers(1, 5))], NOT_DECLARED)
        share = rng.dirichlet(np.full(len(groups), draw(st.sampled_from([0.2, 0.5, 2.0]))))
        many = np.array([rng.multinomial(number, share) for number in people]).T.tolist()
        found[attribute] = dict(zip(groups, many, strict=True))
    return found


@settings(max_examples=60)
@given(populations())
def test_whatever_is_declared_nothing_withheld_can_be_found_out(counted: Counted) -> None:
    outcomes = OUTCOMES[: len(next(iter(counted["origin"].values())))]
    found, gate = released(counted, outcomes)
    assert promises_broken(gate) == []
    for attribute, groups in counted.items():
        for group, row in groups.items():
            said = [found.of(attribute, group, outcome) for outcome in outcomes]
            assert all(one in (None, many) for one, many in zip(said, row, strict=True))


@st.composite
def with_a_complement(draw: st.DrawFn) -> tuple[Counted, list[str]]:
    """Draw large groups, small ones, and one that can be withheld in place of the large ones."""
    outcomes = draw(st.integers(1, 3))

    def group(least: int, most: int) -> list[int]:
        return draw(st.lists(st.integers(least, most), min_size=outcomes, max_size=outcomes))

    names = draw(st.permutations(NAMES))
    large = names[: draw(st.integers(1, 3))]
    groups = {name: group(4 * K, 20 * K) for name in large}
    for name in names[3 : 3 + draw(st.integers(1, 3))]:
        groups[name] = group(0, draw(st.sampled_from([2, 9, 15])))
    if draw(st.booleans()):
        groups[NOT_DECLARED] = group(2 * K, 30 * K)
    else:  # half as large as they are, at most
        groups[names[-1]] = group(2 * K, 2 * K + 9 // outcomes)
        groups[NOT_DECLARED] = [0] * outcomes
    return {"origin": groups}, large


@settings(max_examples=100)
@given(with_a_complement())
def test_a_large_group_is_released_where_another_can_be_withheld(given_: tuple[Counted, list[str]]) -> None:
    counted, large = given_
    outcomes = OUTCOMES[: len(counted["origin"][large[0]])]
    found, _ = released(counted, outcomes)
    for group in large:
        row = counted["origin"][group]
        assert [found.of("origin", group, outcome) for outcome in outcomes] == row
        assert found.of("origin", group) == sum(row)


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(NAMES[:4]), st.integers(0, 45), max_size=4),
    st.sampled_from([0, 1, 4, 9, 10, 40]),
)
@example({"a": 17}, 0)
def test_who_knows_what_names_tell_finds_out_no_more_than_is_promised(
    many: dict[str, int], silent: int
) -> None:
    """Where no call names them, that a group is named tells that it has ten start-ups at least."""
    groups = [name for name, own in {**many, NOT_DECLARED: silent}.items() for _ in range(own)]
    report = audited(groups, np.ones(len(groups)), None)
    for entry in report.attributes:
        withheld = [own.group for own in entry.groups if own.startups is None]
        if withheld:
            assert report.startups is not None
            shared = report.startups - sum(own.startups or 0 for own in entry.groups)
            known = K * sum(group != NOT_DECLARED for group in withheld)
            # each of them may have all that is not known to be with the others
            assert shared - known + 1 >= K
            assert shared - known >= K


# ------------------------------------------------------------------------------------------------- the alert


@cache
def undeclared(many: int) -> tuple[StartUp, ...]:
    return tuple(startup(f"s{number}") for number in range(many))


def declaring(groups: Sequence[str]) -> list[StartUp]:
    return [
        one.model_copy(
            update={
                "declared": None
                if group == NOT_DECLARED
                else Declaration(groups={"origin": group}, uses=frozenset({Use.AUDIT}))
            }
        )
        for one, group in zip(undeclared(len(groups)), groups, strict=True)
    ]


def audited(
    groups: Sequence[str],
    attention: np.ndarray,
    named: Sequence[str] | None,
    introductions: Sequence[Introduction] | None = None,
) -> ExposureReport:
    return audit(
        Lists(attention),
        declaring(groups),
        gate=DisclosureGate(Policy()),
        rng=np.random.default_rng(1),
        today=TODAY,
        introductions=introductions,
        attributes=None if named is None else {"origin": named},
        rules=Rules(draws=199),
    )


def said_of(report: ExposureReport, group: str) -> bool:
    """Tell whether an alert is about a group, or about all others together and so about it as well."""
    own = report.group("origin", group)
    about = {alert.facts.get("group") for alert in report.alerts}
    return group in about or (own.exposure is None and None in about)


def test_a_small_group_does_not_silence_the_alert_of_a_large_one() -> None:
    rng = np.random.default_rng(3)
    groups = ["a"] * 200 + [NOT_DECLARED] * 300 + ["few"] * 4
    attention = rng.gamma(2.0, 1.0, 504) * np.where(np.arange(504) < 200, 0.75, 1.0)
    for many in (500, 504):
        report = audited(groups[:many], attention[:many], ["a", "few"])
        assert [alert.facts["group"] for alert in report.alerts] == ["a"]
    assert report.group("origin", "few").startups is None


def test_the_alert_of_a_group_that_has_to_be_withheld_is_raised_about_all_others_together() -> None:
    rng = np.random.default_rng(3)
    groups = ["a"] * 100 + ["b"] * 400 + [NOT_DECLARED] * 4
    attention = rng.gamma(2.0, 1.0, 504) * np.where(np.arange(504) < 100, 0.5, 1.0)
    report = audited(groups, attention, None)
    assert [report.group("origin", group).startups for group in ("a", "b")] == [None, 400]
    (alert,) = report.alerts
    assert alert.code == "exposure.alert_of_others"


@settings(max_examples=60)
@given(
    disadvantaged=st.integers(80, 200),
    others=st.lists(st.integers(12, 250), max_size=3),
    silent=st.sampled_from([0, 4, 20, 60, 300]),
    few=st.integers(1, 9),
    is_named=st.booleans(),
    is_introduced=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
@example(  # no single other group is large enough to be withheld in its place, two of them together are
    disadvantaged=192, others=[12], silent=20, few=1, is_named=True, is_introduced=True, seed=0
)
@example(  # outcomes of the large group have to be withheld, and not how many are of it
    disadvantaged=132, others=[13, 13], silent=4, few=4, is_named=True, is_introduced=True, seed=1534551218
)
def test_one_more_small_group_never_silences_an_alert(
    disadvantaged: int,
    others: list[int],
    silent: int,
    few: int,
    *,
    is_named: bool,
    is_introduced: bool,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    before = ["a"] * disadvantaged + [NOT_DECLARED] * silent
    before += [name for name, many in zip("bcd", others, strict=False) for _ in range(many)]
    groups = [*before, *["few"] * few]
    attention = rng.gamma(2.0, 1.0, len(groups))
    attention[:disadvantaged] *= 0.4
    introductions = [
        Introduction(f"s{number}", TODAY, TODAY, is_accepted=bool(rng.random() < 0.5))
        for number in range(len(groups))
        if rng.random() < 0.8
    ]
    reports = [
        audited(
            groups[:many],
            attention[:many],
            [*"abcd", "few"] if is_named or is_introduced else None,
            [one for one in introductions if int(one.startup[1:]) < many] if is_introduced else None,
        )
        for many in (len(before), len(groups))
    ]
    assume(any(alert.facts.get("group") == "a" for alert in reports[0].alerts))
    assert said_of(reports[1], "a")
    # and by its name, where those who did not declare can be withheld in its place
    if silent >= 2 * K and not is_introduced:
        assert reports[1].group("origin", "a").startups == disadvantaged
