"""The card of a ranker as a part of the document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from connector.documents import MatchDocument, match_document
from connector.documents.ranker import ranker_part
from connector.documents.saying import Speaker
from connector.intake import read_offers, read_startups
from connector.matching.learning.ranker import learn
from connector.matching.recommend import recommend
from connector.matching.scoring import declared_weights
from connector.parties import Parties
from connector.words import say
from tests.connector.intake_files import write_files
from tests.connector.matching.learning.calls import CODES, SHARES, call
from tests.connector.matching.learning.rankers import stays

if TYPE_CHECKING:
    from pathlib import Path

    from connector.matching.learning.ranker import Learned


@pytest.fixture(scope="module")
def learned() -> Learned:
    made = call(3, 1600, weights=SHARES[::-1].copy())
    found = learn(made.shown, made.seen, declared_weights(), rng=np.random.default_rng(1), kinds=("logit",))
    assert found.replaces_declared
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_card_is_said_in_the_language_of_the_document(learned: Learned, language: str) -> None:
    part = ranker_part(learned, Speaker(language))
    sentences = [part.decision, part.never_sees, *part.limits]
    assert [one.text for one in sentences] == [say(one, language) for one in learned.card.sentences()]
    assert (part.ranks, part.version, part.card) == (True, learned.version, learned.card)


def test_a_ranker_that_did_not_pass_is_told_as_such() -> None:
    assert not ranker_part(stays(), Speaker("en")).ranks


def test_a_document_with_a_card_can_be_read_again(learned: Learned, tmp_path: Path) -> None:
    startups, offers = (
        read(path) for read, path in zip((read_startups, read_offers), write_files(tmp_path), strict=True)
    )
    found = recommend(Parties(startups.parties, offers.parties), today=date(2026, 3, 2), ranker=learned)
    document = match_document(startups, offers, found, language="fr", product="test", ranker=learned)
    assert MatchDocument.model_validate_json(document.model_dump_json(by_alias=True)) == document
    assert {f"signal.{code}" for code in CODES} <= document.words.keys()
    assert document.words["ranker.logit"] == "logit conditionnel appris"


def test_without_a_ranker_nothing_is_said_of_one(tmp_path: Path) -> None:
    startups, offers = (
        read(path) for read, path in zip((read_startups, read_offers), write_files(tmp_path), strict=True)
    )
    found = recommend(Parties(startups.parties, offers.parties), today=date(2026, 3, 2))
    document = match_document(startups, offers, found, language="en", product="test")
    assert (document.ranker, document.further_inputs) == (None, [])
    assert [code for code in document.words if code.startswith("ranker.")] == []
