"""Pairs: who may be paired, what is gained, that no pairing gains more, and that consent is kept."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.errors import CannotMatchError, UnknownCodeError
from connector.matching.pairs import pairs
from connector.parties import Declaration, Use
from connector.words import languages, say
from tests.connector.builders import TODAY, startup

if TYPE_CHECKING:
    from connector.matching.pairs import Pairs
    from connector.parties import StartUp

NEEDS = ("finance", "networks", "business_language", "space")
COUNTRIES = ("BE", "FR", "SY")
LEVELS = {"A2": 2, "B1": 3, "C1": 5}
STAGES = ("idea", "pre_start", "start_up", "growth")
BACKGROUNDS = st.frozensets(st.sampled_from(["afghan", "belgian", "syrian"]), max_size=2)

declarations = st.builds(
    Declaration, backgrounds=BACKGROUNDS, uses=st.frozensets(st.sampled_from(list(Use)), max_size=3)
)
profiles = st.fixed_dictionaries(
    {
        "needs": st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 5), max_size=3),
        "offers": st.frozensets(st.sampled_from(NEEDS), max_size=3),
        "markets_sought": st.frozensets(st.sampled_from(COUNTRIES), max_size=2),
        "markets_known": st.frozensets(st.sampled_from(COUNTRIES), max_size=2),
        "languages": st.dictionaries(
            st.sampled_from(["fr", "fr-BE", "en", "ar"]), st.sampled_from(list(LEVELS)), max_size=2
        ),
        "stage": st.sampled_from([None, *STAGES]),
        "declared": st.none() | declarations,
    }
)
#: most fit most others, so that there is something to choose between
easy = st.fixed_dictionaries(
    {
        "needs": st.dictionaries(st.sampled_from(NEEDS), st.integers(1, 5), min_size=1, max_size=4),
        "offers": st.frozensets(st.sampled_from(NEEDS), min_size=2),
        "languages": st.just({"fr": "C1"}),
        "stage": st.sampled_from(STAGES[1:3]),
        "declared": st.none() | declarations,
    }
)


def startups_of(stated: list[dict[str, object]]) -> list[StartUp]:
    return [startup(f"s{number}", **one) for number, one in enumerate(stated)]


some = settings(max_examples=40)
many = st.one_of(st.lists(profiles, max_size=7), st.lists(easy, max_size=7)).map(startups_of)


# ---------------------------------------------------------------- a second implementation, one pair at a time


def help_for(taker: StartUp, giver: StartUp) -> tuple[int, Fraction]:
    """Return the count and the urgency-weighted share of what the taker gets."""
    needs = set(taker.needs) & giver.offers
    markets = taker.markets_sought & giver.markets_known
    asked = sum(taker.needs.values()) + len(taker.markets_sought)
    covered = sum(taker.needs[need] for need in needs) + len(markets)
    return len(needs) + len(markets), Fraction(covered, asked or 1)


def gain(one: StartUp, other: StartUp) -> tuple[int, int] | None:
    """Return what a pair gains, by count and by share in millionths; None where it is not possible."""
    speaks = [{tag[:2] for tag, level in s.languages.items() if LEVELS[level] >= 3} for s in (one, other)]
    if not speaks[0] & speaks[1] or one.stage is None or other.stage is None:
        return None
    if abs(STAGES.index(one.stage) - STAGES.index(other.stage)) > 1:
        return None
    said = [s.declared.backgrounds for s in (one, other) if s.declared and Use.PAIRS in s.declared.uses]
    if len(said) == 2 and said[0] and said[0] == said[1]:
        return None
    both = help_for(one, other), help_for(other, one)
    count, share = min(both[0][0], both[1][0]), min(both[0][1], both[1][1])
    return (count, round(share * 1_000_000)) if count else None


def best(startups: list[StartUp]) -> tuple[int, int]:
    """Return the largest gain of all pairings, by looking at every one."""
    if len(startups) < 2:
        return 0, 0
    first, rest = startups[0], startups[1:]
    found = best(rest)
    for place, other in enumerate(rest):
        own = gain(first, other)
        if own is not None:
            more = best(rest[:place] + rest[place + 1 :])
            found = max(found, (own[0] + more[0], own[1] + more[1]))
    return found


def gained(found: Pairs, startups: list[StartUp]) -> tuple[int, int]:
    by_id = {one.id: one for one in startups}
    gains = [gain(by_id[pair.first], by_id[pair.second]) or (0, 0) for pair in found.pairs]
    return sum(count for count, _ in gains), sum(share for _, share in gains)


# ------------------------------------------------------------------------------------------------------- laws


@some
@given(many)
def test_no_pairing_gains_more(startups: list[StartUp]) -> None:
    found = pairs(startups, today=TODAY, weighed=None)
    assert gained(found, startups) == best(startups)
    assert (found.of_best, found.weighed) == (1.0, found.possible)


@some
@given(many)
def test_weighing_some_pairs_gains_what_it_says_at_least(startups: list[StartUp]) -> None:
    found = pairs(startups, today=TODAY, weighed=1)
    unit = 1_000_000 * (len(startups) // 2 + 1)
    most, own = (count + share / unit for count, share in (best(startups), gained(found, startups)))
    assert own >= found.of_best * most - 1e-9
    assert found.weighed <= found.possible


@some
@given(many)
def test_nobody_is_in_two_pairs_and_everybody_is_accounted_for(startups: list[StartUp]) -> None:
    found = pairs(startups, today=TODAY)
    paired = [one for pair in found.pairs for one in (pair.first, pair.second)]
    assert sorted([*paired, *(one.startup for one in found.left_over)]) == sorted(s.id for s in startups)


@some
@given(many)
def test_every_pair_meets_the_conditions_and_says_both_gains(startups: list[StartUp]) -> None:
    by_id = {one.id: one for one in startups}
    for pair in pairs(startups, today=TODAY).pairs:
        one, other = by_id[pair.first], by_id[pair.second]
        assert gain(one, other) == (pair.count, round(pair.share * 1_000_000))
        for help_, (taker, giver) in ((pair.to_first, (one, other)), (pair.to_second, (other, one))):
            assert (help_.giver, help_.taker) == (giver.id, taker.id)
            count, share = help_for(taker, giver)
            assert (help_.count, help_.share) == (count, pytest.approx(float(share)))


@some
@given(many, st.randoms())
def test_order_makes_no_difference(startups: list[StartUp], random: st.Random) -> None:
    mixed = list(startups)
    random.shuffle(mixed)
    assert pairs(mixed, today=TODAY) == pairs(startups, today=TODAY)


@some
@given(many, st.data())
def test_declarations_of_those_who_did_not_agree_change_nothing(
    startups: list[StartUp], data: st.DataObject
) -> None:
    other = st.builds(
        Declaration,
        under_represented=st.sampled_from([None, False, True]),
        backgrounds=BACKGROUNDS,
        groups=st.dictionaries(st.sampled_from(["gender", "origin"]), st.sampled_from(["a", "b"])),
        uses=st.frozensets(st.sampled_from([Use.COHORTS, Use.AUDIT])),
    )
    flipped = [
        one
        if one.declared and one.declared.allows(Use.PAIRS)
        else one.model_copy(update={"declared": data.draw(st.none() | other)})
        for one in startups
    ]
    assert pairs(flipped, today=TODAY) == pairs(startups, today=TODAY)


@some
@given(many)
def test_what_is_no_background_changes_nothing_for_those_who_agreed(startups: list[StartUp]) -> None:
    flipped = [
        one.model_copy(
            update={
                "declared": one.declared.model_copy(
                    update={"under_represented": True, "groups": {"gender": "women"}}
                )
            }
        )
        if one.declared
        else one
        for one in startups
    ]
    assert pairs(flipped, today=TODAY) == pairs(startups, today=TODAY)


@some
@given(many)
def test_across_only_pairs_those_who_both_agreed_and_differ(startups: list[StartUp]) -> None:
    by_id = {one.id: one for one in startups}
    for pair in pairs(startups, today=TODAY, across_only=True).pairs:
        both = [by_id[one].declared for one in (pair.first, pair.second)]
        assert pair.is_across
        assert all(said is not None and said.allows(Use.PAIRS) and said.backgrounds for said in both)
        assert both[0] != both[1]


@some
@given(many, st.integers(1, 4))
def test_rounds_pair_nobody_twice_and_no_two_again(startups: list[StartUp], most: int) -> None:
    found = pairs(startups, today=TODAY, most=most).pairs
    in_rounds = [(pair.round, one) for pair in found for one in (pair.first, pair.second)]
    assert len(set(in_rounds)) == len(in_rounds)
    assert len({(pair.first, pair.second) for pair in found}) == len(found)
    assert max((pair.round for pair in found), default=1) <= most
    first = tuple(pair for pair in found if pair.round == 1)
    assert first == pairs(startups, today=TODAY).pairs


@settings(max_examples=30)
@given(many)
def test_everything_is_said_in_every_language(startups: list[StartUp]) -> None:
    found = pairs(startups, today=TODAY, most=2)
    for language in languages():
        said = [say(reason, language) for pair in found.pairs for reason in pair.reasons]
        said += [say(one.reason, language) for one in found.left_over]
        assert all(text.endswith(".") for text in said)


# ----------------------------------------------------------------------------------------------- what is said

AMAL = {
    "name": "Amal",
    "needs": {"finance": 5, "networks": 2},
    "offers": {"business_language"},
    "markets_known": {"SY"},
    "languages": {"fr-BE": "B1", "ar": "C2"},
    "stage": "start_up",
}
BENOIT = {
    "name": "Benoît",
    "needs": {"business_language": 1},
    "offers": {"finance"},
    "markets_sought": {"SY", "FR"},
    "languages": {"fr": "C2"},
    "stage": "growth",
}


def test_a_pair_says_who_helps_with_what_in_which_language_and_stage() -> None:
    found = pairs([startup("a", **AMAL), startup("b", **BENOIT)], today=TODAY)
    (pair,) = found.pairs
    assert (pair.to_first.needs, pair.to_first.markets, pair.to_first.share) == (("finance",), (), 5 / 7)
    assert (pair.to_second.needs, pair.to_second.markets) == (("business_language",), ("SY",))
    assert pair.to_second.share == 2 / 3
    assert (pair.count, pair.share, pair.languages) == (1, 2 / 3, ("fr",))
    assert [say(reason, "en") for reason in pair.reasons] == [
        "Benoît can help Amal with Finance.",
        "Amal can help Benoît with Business language.",
        "Amal knows markets that Benoît seeks: Syria.",
        "Both work in French.",
        "They are one stage apart: Amal is at Start-up, Benoît at Growth.",
    ]


def declared(*backgrounds: str, agreed: bool = True) -> Declaration:
    uses = frozenset({Use.PAIRS}) if agreed else frozenset({Use.COHORTS, Use.AUDIT})
    return Declaration(backgrounds=frozenset(backgrounds), uses=uses)


@pytest.mark.parametrize(
    ("one", "other", "is_paired", "is_across"),
    [
        (declared("syrian"), declared("belgian"), True, True),
        (declared("syrian", "belgian"), declared("belgian"), True, True),
        (declared("syrian"), declared("syrian"), False, False),
        (declared("syrian"), declared("syrian", agreed=False), True, False),
        (declared("syrian", agreed=False), declared("belgian", agreed=False), True, False),
        (declared("syrian"), declared(), True, False),
        (declared("syrian"), None, True, False),
    ],
)
def test_backgrounds_have_to_differ_where_both_agreed_and_named_some(
    one: Declaration | None, other: Declaration | None, *, is_paired: bool, is_across: bool
) -> None:
    both = [startup("a", **AMAL, declared=one), startup("b", **BENOIT, declared=other)]
    found = pairs(both, today=TODAY)
    assert [pair.is_across for pair in found.pairs] == ([is_across] if is_paired else [])
    assert [pair.is_across for pair in pairs(both, today=TODAY, across_only=True).pairs] == (
        [True] if is_across else []
    )


PLAIN = {"needs": {"finance": 3}, "offers": {"space"}, "languages": {"fr": "C1"}, "stage": "idea"}
FITS = {"needs": {"space": 3}, "offers": {"finance"}, "languages": {"fr": "C1"}, "stage": "idea"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"stage": None}, "not_stated"),
        ({"languages": {}}, "not_stated"),
        ({"needs": {}}, "not_stated"),
        ({"offers": frozenset()}, "not_stated"),
        ({"languages": {"fr": "A2"}}, "language"),
        ({"languages": {"de": "C2"}}, "language"),
        ({"stage": "start_up"}, "stage"),
        ({"needs": {"networks": 1}}, "not_helped"),
        ({"offers": {"networks"}}, "not_asked"),
        ({"declared": declared("syrian")}, "same_backgrounds"),
    ],
)
def test_who_is_left_over_is_told_the_first_thing_that_does_not_fit(
    changed: dict[str, object], code: str
) -> None:
    others = startup("b", **FITS, declared=declared("syrian"))
    found = pairs([startup("a", **(PLAIN | changed)), others], today=TODAY)
    assert found.pairs == ()
    assert found.left_over[0].reason.code == f"pairs.left.{code}"


def test_who_is_helped_by_one_and_asked_by_another_is_told_so() -> None:
    helper = startup("b", **(FITS | {"needs": {"networks": 1}}))
    asker = startup("c", **(FITS | {"offers": {"networks"}}))
    found = pairs([startup("a", **PLAIN), helper, asker], today=TODAY)
    assert {one.startup: one.reason.code for one in found.left_over}["a"] == "pairs.left.one_way"


def test_who_fits_and_is_left_over_learns_how_many_fit_and_not_who() -> None:
    found = pairs([startup("a", **PLAIN), startup("b", **FITS), startup("c", **FITS)], today=TODAY)
    (alone,) = found.left_over
    assert (alone.reason.code, dict(alone.reason.facts)) == ("pairs.left.taken", {"n": 1})


def test_urgent_needs_decide_between_pairs_of_the_same_count() -> None:
    urgent = {**PLAIN, "needs": {"finance": 5, "networks": 1}}
    less_urgent = {**PLAIN, "needs": {"finance": 1, "networks": 5}}
    found = pairs([startup("a", **less_urgent), startup("b", **urgent), startup("c", **FITS)], today=TODAY)
    assert [(pair.first, pair.second) for pair in found.pairs] == [("b", "c")]


@pytest.mark.parametrize("wrong", [{"most": 0}, {"weighed": 0}])
def test_numbers_below_one_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CannotMatchError):
        pairs([], today=TODAY, **wrong)


def test_two_of_one_id_and_unknown_needs_are_refused() -> None:
    with pytest.raises(CannotMatchError):
        pairs([startup("a"), startup("a")], today=TODAY)
    with pytest.raises(UnknownCodeError):
        pairs([startup("a", offers={"magic"})], today=TODAY)
