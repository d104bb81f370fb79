"""Laws that every rule on the shelf obeys, found without naming them."""

from __future__ import annotations

import ast
from dataclasses import fields
from inspect import getsource
from pathlib import Path
from sys import modules
from typing import get_args, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.columns import StartUpColumns
from connector.matching.eligibility import Answer, eligibility, reasons, rules, shelf
from connector.parties import Declaration, Offer, StartUp, Use
from connector.words import languages, say
from tests.connector.builders import TODAY, columns
from tests.connector.drawn import an_offer, startups

RULES = sorted(shelf())
EACH = pytest.mark.parametrize("code", RULES)
FEWER = settings(max_examples=40)
pairs = st.tuples(startups(), an_offer())


def test_the_shelf_holds_the_rules_of_the_method() -> None:
    assert [
        *("age", "capacity", "country", "distance", "language", "open"),
        *("permission", "registration", "sector", "stage", "team_size", "ticket"),
    ] == RULES


def test_every_file_holds_one_rule_of_its_own_name() -> None:
    files = sorted(path.stem for path in Path(rules.__path__[0]).glob("*.py") if path.stem != "__init__")
    assert files == RULES
    assert {code: rule.code for code, rule in shelf().items()} == {code: code for code in RULES}


@FEWER
@given(pairs)
def test_answers_broadcast_to_all_pairs_and_are_one_of_three(pair: tuple[StartUp, Offer]) -> None:
    startup, offer = pair
    sides = columns([startup, startup.model_copy(update={"id": "s2"})], [offer])[:2]
    for rule in shelf().values():
        answers = rule.answers(*sides)
        assert answers.dtype == np.int8
        spread = np.broadcast_to(answers, (2, 1))
        assert set(spread.ravel().tolist()) <= {0, 1, 2}
        # an offer that does not make the rule lets everybody in, asked or not
        assert rule.is_made(sides[1])[0] or (spread == Answer.ELIGIBLE).all()


@FEWER
@given(pairs)
def test_every_reason_is_declared_and_can_be_said_in_every_language(pair: tuple[StartUp, Offer]) -> None:
    startup, offer = pair
    answers = eligibility(*columns([startup], [offer])[:2]).not_eligible(0, 0)
    for reason in reasons(startup, offer, answers, TODAY):
        rule = shelf()[reason.code.partition(".")[0]]
        assert reason.code in rule.says
        for language in languages():
            assert say(reason, language)


@FEWER
@given(one=startups(), other=startups(), offer=an_offer())
def test_a_rule_depends_on_the_fields_that_it_declares_and_on_no_other(
    one: StartUp, other: StartUp, offer: Offer
) -> None:
    for rule in shelf().values():
        asked = {field: getattr(one, field) for field in rule.asks}
        twin = other.model_copy(update=asked | {"id": "s2"})
        answers = np.broadcast_to(rule.answers(*columns([one, twin], [offer])[:2]), (2, 1))
        assert answers[0, 0] == answers[1, 0]


@EACH
def test_a_rule_declares_columns_and_fields_that_exist(code: str) -> None:
    assert {column.name for column in fields(StartUpColumns)} >= set(shelf()[code].reads)
    assert set(StartUp.model_fields) >= set(shelf()[code].asks)
    assert bool(shelf()[code].reads) == bool(shelf()[code].asks)


@EACH
def test_a_rule_never_names_what_owners_declared(code: str) -> None:
    tree = ast.parse(getsource(modules[f"{rules.__name__}.{code}"]))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names & {"declared", "Declaration", *Declaration.model_fields} == set()
    assert "declared" not in shelf()[code].asks


def test_no_column_of_a_startup_is_made_of_what_owners_declared() -> None:
    assert {column.name for column in fields(StartUpColumns)} & {
        "declared",
        *Declaration.model_fields,
    } == set()
    assert Declaration in get_args(get_type_hints(StartUp)["declared"])


@FEWER
@given(startups(), an_offer())
def test_what_owners_declare_changes_no_answer_and_no_reason(startup: StartUp, offer: Offer) -> None:
    declared = Declaration(
        under_represented=True,
        backgrounds=frozenset({"syria"}),
        groups={"gender": "women"},
        uses=frozenset(Use),
    )
    told = []
    for party in (startup, startup.model_copy(update={"declared": declared})):
        found = eligibility(*columns([party], [offer])[:2])
        told.append((found.answers.tolist(), reasons(party, offer, found.not_eligible(0, 0), TODAY)))
    assert told[0] == told[1]
