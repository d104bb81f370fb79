"""Names that may mean the same start-up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.matching.learning.engagement.spelling import beginnings, slips, spellings

NAMES = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Urban Ladder", "urbanladder.com"),
        ("Daily-Ninja", "DailyNinja Pvt. Ltd."),
        ("Épicerie Zürich", "epicerie zurich GmbH"),
        ("1mg (HealthKartPlus)", "HealthKart Plus"),
        ("Nearbuy (previously Groupon India)", "groupon india"),
        ("frsh.co.in", "frsh.co.in"),
        ("Ad.ly", "Adly"),
    ],
)
def test_what_is_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert spellings(one) & spellings(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Urban Ladder", "Urban Clap"), ("Co", "Co."), ("", ""), ("Limited", "Ltd"), ("Hike", "Bike")],
)
def test_others_are_not(one: str, other: str) -> None:
    assert not spellings(one) & spellings(other)


@pytest.mark.parametrize("slip", ["shadowfx", "shadowffax", "shadowfox", "shdaowfax", "shadowfaxx"])
def test_one_slip_is_forgiven_in_long_names(slip: str) -> None:
    assert slips("Shadowfax") & slips(slip)


def test_two_slips_and_slips_in_short_names_are_not() -> None:
    assert not slips("Shadowfax") & slips("Shadoxfix")
    assert not slips("Hike") & slips("Bike")


def test_a_name_that_goes_on_begins_with_the_other() -> None:
    assert beginnings("Ampere Vehicles Pvt Ltd") & spellings("ampere")
    assert not beginnings("Ampere Pvt Ltd")
    assert not beginnings("The Ampere")


@given(NAMES)
def test_any_text_has_spellings_of_letters_and_digits(name: str) -> None:
    for spelling in spellings(name) | beginnings(name):
        assert len(spelling) >= 3
        assert spelling.isalnum()
    assert spellings(name) == spellings(f"  {name} ")


@given(st.text("abcdefg", min_size=7, max_size=12), st.data())
def test_every_single_slip_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcxyz"))
    for slip in (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
    ):
        if len(slip) >= 7:
            assert slips(name) & slips(slip)
