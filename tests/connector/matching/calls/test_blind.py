"""On the first read nobody is told whose application it is."""

from __future__ import annotations

import re
import string
from collections import Counter
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connector.errors import CannotMatchError
from connector.matching.calls import BlindApplication, aliases, blind_applications
from connector.matching.calls.blind import blind_text
from connector.parties import Amount, Permission, Place, StartUp
from tests.connector import crowd
from tests.connector.builders import startup
from tests.connector.matching.calls.reading import CONFLICTS, READERS
from tests.connector.matching.test_protected import FLIPS, declaration
from tests.connector.matching.test_unread import LISTED

if TYPE_CHECKING:
    from connector.matching.calls import Conflict

KEY = bytes(range(16))
SEEDS = st.integers(0, 2**32 - 1)
FULL = startup(
    "baobab-7",
    name="Baobab Catering",
    sectors={"food"},
    stage="idea",
    place=Place(country="FR", city="Lyon", latitude=45.7, longitude=4.8),
    founded=date(2025, 5, 17),
    team_size=3,
    languages={"ti": "C2"},
    is_registered=True,
    may_register=Permission.NOT_YET,
    markets_known={"ER"},
    markets_sought={"FR"},
    needs={"finance": 5},
    offers={"space"},
    ticket=Amount(value=5000, currency="EUR"),
    available_from=date(2026, 5, 1),
    text="Baobab, catering by refugee women.",
    declared=declaration(np.random.default_rng(0)),
)
#: What a reader is not given; a new field of a profile needs a decision.
WITHHELD = {"id", "name", "place", "languages", "may_register", "declared"}
CHANGED = {"founded": "founded_in"}


def shown(*applicants: StartUp, reader: str = "ana", conflicts: tuple[Conflict, ...] = ()) -> list[str]:
    found = blind_applications(applicants, call="spring", key=KEY, reader=reader, conflicts=conflicts)
    return [one.model_dump_json() for one in found]


def test_every_field_of_a_profile_is_shown_or_withheld() -> None:
    given_out = set(BlindApplication.model_fields) - {"alias"} - set(CHANGED.values()) | set(CHANGED)
    assert given_out | WITHHELD == set(StartUp.model_fields)
    assert given_out & WITHHELD == set()


def test_what_is_shown_is_what_was_stated() -> None:
    (found,) = blind_applications([FULL], call="spring", key=KEY, reader="ana")
    same = set(StartUp.model_fields) - WITHHELD - set(CHANGED) - {"text"}
    assert {field: getattr(found, field) for field in same} == {field: getattr(FULL, field) for field in same}
    assert (found.founded_in, found.text) == (2025, ", catering by .")
    (empty,) = blind_applications([startup()], call="spring", key=KEY, reader="ana")
    assert (empty.founded_in, empty.stage, empty.text) == (None, None, "")


@pytest.mark.parametrize("value", ["baobab", "Lyon", "45.7", "05-17", '"ti"', "not_yet", "women", "refugee"])
def test_nothing_of_what_is_withheld_is_left(value: str) -> None:
    assert value.casefold() in FULL.model_dump_json().casefold()
    assert value.casefold() not in shown(FULL)[0].casefold()


OTHERS = {
    "name": "Quincaillerie Zzyzx",
    "place": None,
    "languages": {"fr": "B1"},
    "may_register": Permission.YES,
    "declared": None,
}


@pytest.mark.parametrize("field", sorted(WITHHELD - {"id"}))
def test_another_value_of_what_is_withheld_changes_nothing(field: str) -> None:
    plain = FULL.model_copy(update={"text": "Meals for offices"})
    assert shown(plain) == shown(plain.model_copy(update={field: OTHERS[field]}))


def test_another_id_changes_the_alias_alone() -> None:
    before, after = (
        blind_applications([one], call="spring", key=KEY, reader="ana")[0]
        for one in (FULL, FULL.model_copy(update={"id": "x"}))
    )
    assert before.alias != after.alias
    assert before.model_copy(update={"alias": after.alias}) == after


@pytest.mark.parametrize("field", FLIPS)
@given(seed=SEEDS)
def test_a_flipped_declaration_changes_nothing_that_readers_see(field: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    plain = list(crowd.startups(rng, 6))
    declared = [declaration(rng) for _ in plain]
    before = [one.model_copy(update={"declared": of}) for one, of in zip(plain, declared, strict=True)]
    after = [
        one.model_copy(update={"declared": of.model_copy(update={field: FLIPS[field](of)})})
        for one, of in zip(plain, declared, strict=True)
    ]
    assert shown(*before) == shown(*after) == shown(*plain)


@given(st.lists(st.sampled_from(crowd.WORDS), min_size=1, max_size=6), st.sampled_from(LISTED), st.data())
def test_what_is_written_of_who_somebody_is_changes_nothing(
    about: list[str], word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(about)))
    said = " ".join([*about[:at], word, *about[at:]])
    plain, with_it = (FULL.model_copy(update={"text": text}) for text in (" ".join(about), said))
    assert shown(plain) == shown(with_it)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("BAOBAB catering. Baobab serves food", ". serves food"),
        ("We are baobab-catering!", "We are !"),
        ("Baobab & Catering, Baobabs", ", Baobabs"),
        ("catering: for offices", "catering: for offices"),
        ("Write to awa@baobab.example or @awa.d", "Write to or"),
        ("See https://x.example/a?b=c and www.y.example", "See and"),
        ("See awa-meals.fr/menu today", "See today"),
        ("Call +33 6 12 34 56 78 or 06.12.34.56.78", "Call or"),
        ("Call +33 (0)6 12 34 56 78 or +49 (0) 30 \u2013 1234567", "Call or"),
        ("See WWW.Kitchen.EU or kitchen.paris/menu, open.Then come", "See or open.Then come"),
        (
            "Since 01/02/2026, 10 000 000 meals for 12.5 EUR",
            "Since 01/02/2026, 10 000 000 meals for 12.5 EUR",
        ),
        ("Our number is baobab-7.", "Our number is ."),
        ("Two\nlines", "Two\nlines"),
    ],
)
def test_names_and_addresses_are_taken_out_of_a_text_and_nothing_else(text: str, left: str) -> None:
    assert blind_text(FULL.model_copy(update={"text": text})) == left


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Кав'ярня Мрія", "Мрія: кав'ярня в центрі", ": кав'ярня в центрі"),
        ("مطعم ياسمين", "ياسمين للطبخ", "للطبخ"),
        ("L'Échoppe", "echoppe et mon échoppe, l'échoppe", "et mon ,"),
        ("+", "1 + 1", "1 + 1"),
        ("42", "In 42 weeks, 421 meals", "In weeks, 421 meals"),
        ("Green Table", "#greentable, GreenTable", "#,"),
    ],
)
def test_names_are_found_in_any_script(name: str, text: str, left: str) -> None:
    assert blind_text(startup("id", name=name, text=text)) == left


def test_a_short_number_for_an_id_is_a_number_in_the_text() -> None:
    text = "7 people, 7.5 tonnes, file 70421"
    assert blind_text(startup("7", name="Rime", text=text)) == text
    assert blind_text(startup("70421", name="Rime", text=text)) == "7 people, 7.5 tonnes, file"


@given(
    st.text(max_size=60), st.text(string.ascii_letters + " .+-(", min_size=1, max_size=12).filter(str.strip)
)
@example("x" * 60, "(")
def test_any_text_and_name_can_be_blinded(text: str, name: str) -> None:
    found = blind_text(startup("id", name=name, text=text))
    assert Counter(re.findall(r"\w+", found)) <= Counter(re.findall(r"\w+", text))


@pytest.mark.parametrize("piece", ["a", "a-", "a.", "@", "a@", "+1", "01 ", "a.b-"])
def test_no_text_takes_long(piece: str) -> None:
    """A pattern that tries all ways to split such a text would take minutes."""
    begun = perf_counter()
    blind_text(FULL.model_copy(update={"text": piece * (20_000 // len(piece))}))
    assert perf_counter() - begun < 2


@given(st.sampled_from(READERS), CONFLICTS)
def test_applications_in_conflict_are_not_shown(reader: str, conflicts: list[Conflict]) -> None:
    applicants = [startup(f"s{number}", text=f"plan {number}") for number in range(1, 5)]
    apart = {one.applicant for one in conflicts if one.reader == reader}
    assert shown(*applicants, reader=reader, conflicts=tuple(conflicts)) == shown(
        *[one for one in applicants if one.id not in apart]
    )


@given(st.permutations(range(12)))
def test_the_order_is_that_of_the_aliases(order: list[int]) -> None:
    applicants = [startup(f"s{number:02}", text=f"plan {number}") for number in range(12)]
    found = shown(*[applicants[number] for number in order])
    assert found == shown(*applicants)
    plans = [int(re.search(r"plan (\d+)", one)[1]) for one in found]  # type: ignore[index] # each has one
    assert plans not in (sorted(plans), sorted(plans, reverse=True))


def test_an_alias_stays_when_others_apply_and_is_another_in_another_call() -> None:
    one, more = aliases(["s1"], call="spring", key=KEY), aliases(["s0", "s1"], call="spring", key=KEY)
    assert one["s1"] == more["s1"]
    assert re.fullmatch(r"[2-9B-DF-HJ-NP-TV-Z]{4}-[2-9B-DF-HJ-NP-TV-Z]{4}", one["s1"])
    other_key = bytes(range(1, 17))
    elsewhere = [
        aliases(["s1"], call="autumn", key=KEY),
        aliases(["s1"], call="spring", key=other_key),
    ]
    assert one not in elsewhere
    apart = aliases(["b c"], call="a", key=KEY)["b c"], aliases(["c"], call="a b", key=KEY)["c"]
    assert apart[0] != apart[1]


def test_aliases_of_many_are_different_and_use_all_signs_alike() -> None:
    found = aliases((f"s{number}" for number in range(5000)), call="spring", key=KEY)
    signs = Counter("".join(found.values()).replace("-", ""))
    expected = 5000 * 8 / len(signs)
    assert len(signs) == 27
    assert all(abs(times - expected) < 5 * expected**0.5 for times in signs.values())


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(CannotMatchError, match="A key of 15 bytes can be guessed: use 16"):
        aliases(["s1"], call="spring", key=KEY[:-1])
