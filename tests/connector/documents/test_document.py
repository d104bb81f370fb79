"""The document says what was read, proposed and left out, and nothing that owners declared."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connector.documents import SCHEMA, MatchDocument
from connector.documents.rows import (
    RECOMMENDATION_COLUMNS,
    UNMET_COLUMNS,
    recommendation_rows,
    unmet_rows,
)
from connector.documents.saying import Speaker
from connector.errors import UnknownCodeError
from connector.reasons import Money, Named, Reason
from connector.run import match_files
from tests.connector.intake_files import DECLARED, write_files

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module", params=["en", "fr"])
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MatchDocument:
    paths = write_files(tmp_path_factory.mktemp("files"))
    return match_files(*paths, today=TODAY, language=request.param, asks=2, length=3)


def test_it_begins_with_its_schema_and_can_be_read_again(document: MatchDocument) -> None:
    text = document.model_dump_json(by_alias=True)
    assert text.startswith(f'{{"schema":"{SCHEMA}"')
    assert MatchDocument.model_validate_json(text) == document


def test_nothing_that_owners_declared_stands_in_it(document: MatchDocument) -> None:
    text = document.model_dump_json(by_alias=True)
    rows = json.dumps([*recommendation_rows(document), *unmet_rows(document)])
    assert [word for word in DECLARED if word in text or word in rows] == []


def test_it_counts_who_takes_part_and_who_does_not(document: MatchDocument) -> None:
    counts = document.counts
    assert (counts.startups, counts.offers) == (3, 3)
    assert (counts.closed, counts.ahead, counts.full) == (2, 0, 1)
    assert {offer.id: offer.status for offer in document.offers} == {
        "acc": "open", "loans": "open", "hub": "open", "old": "closed", "over": "closed", "full": "full"
    }  # fmt: skip
    lists = [startup.recommendations for startup in document.startups]
    assert counts.with_list == sum(bool(found) for found in lists)
    assert counts.introductions == sum(one.is_introduced for found in lists for one in found)
    assert counts.served == sum(any(one.is_introduced for one in found) for found in lists)


def test_offers_agree_with_the_lists(document: MatchDocument) -> None:
    proposed = [one for startup in document.startups for one in startup.recommendations]
    for offer in document.offers:
        own = [one for one in proposed if one.offer == offer.id]
        assert offer.listed == len(own)
        assert offer.introductions == sum(one.is_introduced for one in own)
        assert offer.capacity is None or offer.introductions <= offer.capacity
        assert (offer.odds is None) == (offer.status != "open")


def test_scores_are_the_sum_of_what_adds_to_them(document: MatchDocument) -> None:
    assert (document.rules.scored_by, document.rules.base, document.overrides) == ("weights", 0, [])
    for startup in document.startups:
        for one in startup.recommendations:
            assert one.score == pytest.approx(sum(part.added for part in one.reasons), abs=5e-4)
            missing = sum(gap.up_to for gap in one.gaps if gap.signal not in {p.signal for p in one.reasons})
            assert one.possible == pytest.approx(min(1, one.score + missing), abs=5e-4)


def test_a_need_that_only_closed_offers_meet_is_unmet(document: MatchDocument) -> None:
    needs = {need.need: need for need in document.needs}
    procurement = needs["procurement"]
    assert (procurement.asked_by, procurement.unmet_for, procurement.met_by) == (1, 1, 0)
    assert needs["legal_status"].unmet_for == 0
    by_id = {startup.id: startup for startup in document.startups}
    assert by_id["s2"].unmet == ["procurement"]
    assert list(unmet_rows(document)) == [
        ("procurement", document.words["needs.procurement"], 1, 0, "s2", "Cedar, Ltd", 4)
    ]
    assert len(UNMET_COLUMNS) == 7


def test_exclusions_are_counted_by_rule_and_doubts_have_their_reason(document: MatchDocument) -> None:
    by_id = {startup.id: startup for startup in document.startups}
    assert by_id["s2"].entry.excluded_by == {"stage": 1}
    assert by_id["s3"].entry.unclear_by == {"stage": 1}
    doubtful = next(one for one in by_id["s3"].recommendations if one.offer == "loans")
    assert doubtful.answer == "cannot_tell"
    assert [reason.code for reason in doubtful.unclear] == ["stage.cannot_tell"]
    assert [change.field for change in by_id["s3"].what_if] == ["stage"]
    assert by_id["s3"].what_if[0].opens == ["loans"]


def test_rows_hold_the_lists_in_their_order(document: MatchDocument) -> None:
    rows = [dict(zip(RECOMMENDATION_COLUMNS, row, strict=True)) for row in recommendation_rows(document)]
    assert [(row["startup"], row["position"]) for row in rows] == [
        (startup.id, one.position) for startup in document.startups for one in startup.recommendations
    ]
    first = next(row for row in rows if row["startup"] == "s1" and row["offer"] == "acc")
    assert first["introduction"] == "yes"
    recommendation = document.startups[0].recommendations[0]
    assert rows[0]["reason_1"] == recommendation.reasons[0].reason.text


def test_all_words_are_of_its_language(document: MatchDocument) -> None:
    expected = {"en": "Finance", "fr": "Financement"}[document.language]
    assert document.words["needs.finance"] == expected
    assert document.words["policy.name"] == {"en": "Balance", "fr": "Équilibre"}[document.language]
    texts = {part.reason.text for s in document.startups for one in s.recommendations for part in one.reasons}
    marks = {"en": "Meets", "fr": "Répond"}
    assert any(text.startswith(marks[document.language]) for text in texts)
    other = marks[{"en": "fr", "fr": "en"}[document.language]]
    assert [text for text in texts if text.startswith(other)] == []


def test_facts_of_a_reason_are_kept_as_data() -> None:
    speaker = Speaker("en")
    reason = Reason("ticket_fit.below", {"ticket": Money(500, "EUR"), "end": Money(1000, "EUR")})
    said = speaker.say(reason)
    assert said.model_dump()["facts"] == {
        "ticket": {"value": 500, "currency": "EUR"},
        "end": {"value": 1000, "currency": "EUR"},
    }
    dated = speaker.say(Reason("open.closed", {"day": date(2026, 2, 1)}))
    assert dated.model_dump()["facts"] == {"day": {"day": "2026-02-01"}}
    team = Reason("team_size.at_most", {"most": 8})
    phrased = speaker.say(Reason("team_size.cannot_tell", {"size": team}))
    assert phrased.model_dump()["facts"] == {"size": {"phrase": "team_size.at_most", "facts": {"most": 8}}}
    listed = speaker.say(Reason("stage.cannot_tell", {"stages": (Named("stages", "idea"),)}))
    assert listed.model_dump()["facts"] == {"stages": [{"kind": "stages", "code": "idea"}]}


def test_a_reason_is_said_once_and_one_and_one_point_nought_apart() -> None:
    speaker = Speaker("en")
    whole, part = (Reason("distance.strong", {"km": km}) for km in (1, 1.0))
    assert speaker.say(whole) is speaker.say(Reason("distance.strong", {"km": 1}))
    assert speaker.say(whole) is not speaker.say(part)


def test_a_language_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="There is no language called 'tlh'"):
        match_files(*write_files(tmp_path), today=TODAY, language="tlh")
