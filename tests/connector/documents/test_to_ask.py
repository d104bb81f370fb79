"""Of whom too little is known is not introduced, and the organiser is told what to ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from connector.documents import match_document
from connector.intake import read_offers, read_startups
from connector.matching.congestion import POLICIES
from connector.matching.overrides import Override
from connector.matching.recommend import recommend
from connector.parties import Parties
from tests.connector.matching.learning.rankers import DRAWN

if TYPE_CHECKING:
    from pathlib import Path

    from connector.documents import MatchDocument

STARTUPS = "id,name,needs,stage\n1,Baobab,finance:4,growth\n2,Silent,,\n3,Quiet,,idea\n"
OFFERS = "id,kind,name,needs\na,service,Adviser,finance\nb,service,Gym,space\n"


def made(
    folder: Path, policy: str, kind: str = "declared", overrides: tuple[Override, ...] = ()
) -> MatchDocument:
    (folder / "startups.csv").write_text(STARTUPS, encoding="utf-8")
    (folder / "offers.csv").write_text(OFFERS, encoding="utf-8")
    startups, offers = read_startups(folder / "startups.csv"), read_offers(folder / "offers.csv")
    found = recommend(
        Parties(startups.parties, offers.parties),
        policy,
        today=date(2026, 3, 2),
        ranker=None if kind == "declared" else DRAWN[kind](np.random.default_rng(1)),
        overrides=overrides,
    )
    return match_document(startups, offers, found, language="en", product="test")


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize("kind", ["declared", *sorted(DRAWN)])
def test_who_is_introduced_has_a_reason_and_who_has_none_is_to_be_asked(
    tmp_path: Path, policy: str, kind: str
) -> None:
    document = made(tmp_path, policy, kind)
    baobab, silent, quiet = document.startups
    for part in (baobab, silent, quiet):
        assert [one.offer for one in part.recommendations if one.is_introduced] == [
            one.offer for one in part.recommendations if one.reasons
        ]
    assert [one.is_introduced for one in baobab.recommendations] == [True, False]
    assert len(silent.recommendations) == len(quiet.recommendations) == 2  # shown all the same
    assert document.counts.served == 1
    assert document.to_ask.startups == ["2", "3"]
    missing = document.to_ask.missing
    assert (missing["needs"], missing["languages"], missing["stage"]) == (2, 2, 1)
    assert list(missing.values()) == sorted(missing.values(), reverse=True)


def test_what_could_add_most_is_asked_for_first(tmp_path: Path) -> None:
    assert next(iter(made(tmp_path, "balance").to_ask.missing)) == "needs"


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_an_organiser_may_know_more(tmp_path: Path, policy: str) -> None:
    decided = Override(startup="2", offer="b", reason="They met.", by="City", day=date(2026, 3, 1))
    document = made(tmp_path, policy, overrides=(decided,))
    assert [one.offer for one in document.startups[1].recommendations if one.is_introduced] == ["b"]
    assert document.to_ask.startups == ["3"]


def test_an_offer_is_wanted_by_those_for_whom_something_speaks(tmp_path: Path) -> None:
    assert {offer.id: offer.wanted for offer in made(tmp_path, "balance").offers} == {"a": 1, "b": 0}
