"""The document of a self-check says all that the check found, in one language."""

from __future__ import annotations

import json

import pytest

from connector.documents.self_check import SCHEMA, SelfCheckDocument, check_document
from connector.label.scheme import declared_scheme, derived, digest_of
from connector.label.self_check import self_check
from connector.words import MissingWordsError, languages
from tests.connector.label.answer_files import answered, given
from tests.connector.label.scheme_files import stricter

REAL = declared_scheme()
ANSWERS = answered(2, p1__mission={"anchor": 1, "planned": "2026-11-30", "note": "June"}, p1__plan="")


def document(language: str = "en", **above: object) -> SelfCheckDocument:
    return check_document(self_check(given(ANSWERS, **above)), language)


@pytest.mark.parametrize("language", languages())
def test_it_says_level_range_and_points(language: str) -> None:
    found = document(language)
    assert (found.level, found.possible) == ("candidate", "candidate")
    assert (found.answered, found.of, found.points.had, found.points.of) == (25, 26, 28, 45)
    assert [one.name for one in found.levels] == [one.names[language] for one in REAL.levels]
    assert [(one.code, one.points.had if one.points else None) for one in found.pillars] == [
        ("p1", 2),
        ("p2", 6),
        ("p3", 4),
        ("p4", 6),
        ("p5", 6),
        ("p6", 4),
    ]
    assert (found.scheme.label, found.scheme.digest) == (REAL.label, digest_of(REAL))


@pytest.mark.parametrize("language", languages())
def test_a_criterion_says_its_anchor_and_the_next_one(language: str) -> None:
    mission = REAL.criteria[0]
    one = document(language).criteria[0]
    assert one.given is not None
    assert one.following is not None
    assert (one.given.anchor, one.given.says) == (1, mission.anchors[1][language])
    assert (one.following.anchor, one.following.says) == (2, mission.anchors[2][language])
    assert (one.kind, one.lacks_for) == ("mandatory", {"connector": 2, "distinction": 2})
    assert (str(one.planned), one.note) == ("2026-11-30", "June")
    assert (one.training, one.practices) == (mission.training, mission.practices)


def test_what_is_missing_is_said_by_pillar() -> None:
    first, second = document().missing
    assert (first.level, first.points, first.says) == ("connector", 0, ())
    assert [(one.pillar, one.says, one.could) for one in first.pillars] == [
        ("p1", ("p1.mission is mandatory and has to come from 1 to 2.",), ())
    ]
    assert (second.level, second.says) == (
        "distinction",
        ("6 points over all pillars (there are 28 of 45).",),
    )
    assert second.pillars[0].says == (
        "p1.mission is mandatory and has to come from 1 to 2.",
        "1 point in Mission and governance (there are 2 of 6).",
    )
    assert second.pillars[0].could == (
        "p1.plan could bring up to 3 points.",
        "p1.people could bring 1 point.",
    )


def test_the_short_form_is_named_with_what_it_sets_aside() -> None:
    found = document(staff=3)
    assert (found.scheme.variant, found.of) == ("small", 22)
    assert found.scheme.variant_name == "Small incubator (fewer than five staff)"
    assert set(found.set_aside) == REAL.variants["small"].drops


def test_scored_criteria_that_became_mandatory_are_both() -> None:
    own = derived(REAL, stricter(REAL, mandatory=["p1.plan"]))
    found = check_document(self_check(given(answered(2, own), own)), "fr")
    assert {one.code for one in found.criteria if one.kind == "both"} == {"p1.plan"}


@pytest.mark.parametrize("language", languages())
def test_it_always_says_what_lies_between_and_that_it_grants_nothing(language: str) -> None:
    between, grants = document(language).says
    assert {"en": "counts as the lower", "fr": "compte comme le plus bas"}[language] in between
    assert {"en": "grants nothing", "fr": "n’accorde rien"}[language] in grants


def test_as_json_it_begins_with_its_schema_and_is_read_back() -> None:
    found = document()
    written = found.model_dump_json(by_alias=True)
    assert next(iter(json.loads(written).items())) == ("schema", SCHEMA)
    assert SelfCheckDocument.model_validate_json(written) == found


def test_a_language_that_the_scheme_does_not_speak_is_refused() -> None:
    with pytest.raises(MissingWordsError):
        document("de")
