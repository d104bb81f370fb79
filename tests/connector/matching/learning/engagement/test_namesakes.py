"""Start-ups that come back under another spelling meet again whom they met."""

from __future__ import annotations

import numpy as np
import pytest

from connector.matching.learning.engagement import Engagement, History, Newcomer, history_of, learn_engagement
from connector.matching.learning.engagement.namesakes import Namesakes

ASKED = np.full((1, 4), 0.25)


def history(*met: tuple[str, str, float]) -> History:
    """Return engagements of start-ups by name; everybody knows the offers a to d."""
    others = [Engagement(f"other-{offer}", offer, 1999.0, {}) for offer in "abcd"]
    own = [Engagement(f"id of {name}", offer, time, {}, name) for name, offer, time in met]
    return history_of([*others, *own])


@pytest.mark.parametrize("name", ["urbanladder.com", "Urban Laddr", "Urban Ladder India", "URBAN LADDER"])
def test_whom_a_namesake_met_comes_first(name: str) -> None:
    found = Namesakes(history(("Urban Ladder", "c", 2001))).mixed_into(ASKED, [name])
    # nothing is learned yet: a quarter of the chance is that of the namesake's
    assert np.allclose(found, [[0.1875, 0.1875, 0.4375, 0.1875]], rtol=0, atol=1e-12)


def test_a_shorter_name_is_one_too() -> None:
    found = Namesakes(history(("Ampere Vehicles", "b", 2001))).mixed_into(ASKED, ["Ampere"])
    assert found.argmax() == 1


def test_without_a_namesake_nothing_changes() -> None:
    found = Namesakes(history(("Urban Ladder", "c", 2001)))
    assert np.array_equal(found.mixed_into(ASKED, ["Baobab"]), ASKED)
    assert np.array_equal(found.mixed_into(ASKED, [""]), ASKED)


def test_start_ups_without_a_name_are_nobodys_namesake() -> None:
    found = Namesakes(history(("", "c", 2001)))
    assert np.array_equal(found.mixed_into(ASKED, [""]), ASKED)


def test_all_that_namesakes_met_share_alike() -> None:
    found = Namesakes(history(("Daily Ninja", "a", 2001), ("Daily Ninja", "b", 2002)))
    assert np.allclose(found.mixed_into(ASKED, ["dailyninja"]), [[0.3125, 0.3125, 0.1875, 0.1875]])


def test_how_often_they_meet_again_is_learned_from_the_past() -> None:
    # four more came back: all met the same offer again, or all another one
    back = [(f"Namesake {n} Trading", "a", 2001 + n) for n in range(4)]
    again = [(f"NAMESAKE {n}-TRADING", "a", 2011 + n) for n in range(4)]
    never = [(f"NAMESAKE {n}-TRADING", "b", 2011 + n) for n in range(4)]
    asked = "namesake0trading"
    often = Namesakes(history(*back[:1], *again[:1])).mixed_into(ASKED, [asked])
    assert often[0, 0] == pytest.approx(0.25 * 3 / 5 + 2 / 5)
    seen = [
        Namesakes(history(*back, *others)).mixed_into(ASKED, ["Namesake 3 Trading"])
        for others in (again, never)
    ]
    # the share is (1 + 4) / (4 + 4), and 1 / 8 where nobody did
    assert seen[0][0, 0] == pytest.approx(0.25 * 3 / 8 + 5 / 8)
    assert seen[1][0].tolist() == pytest.approx([0.25 * 7 / 8 + 1 / 16] * 2 + [0.25 * 7 / 8] * 2)


def test_what_came_later_teaches_nothing_about_before() -> None:
    # both appear at one moment: neither was there before the other
    found = Namesakes(history(("Urban Ladder", "a", 2001), ("urbanladder.com", "a", 2001)))
    assert found.mixed_into(ASKED, ["Urban Ladder"])[0, 0] == pytest.approx(0.25 * 0.75 + 0.25)


def test_the_model_knows_them() -> None:
    rng = np.random.default_rng(5)
    past = [
        Engagement(f"s{n}", f"offer-{rng.integers(30):02d}", 2010 + n / 20, {}, f"{n} Start-up Number {n}")
        for n in range(200)
    ]
    model = learn_engagement(history_of(past))
    likely = model.probabilities([Newcomer("x", (), "11 STARTUP NUMBER 11"), Newcomer("y", (), "Nobody")])
    assert np.allclose(likely.sum(axis=1), 1, rtol=0, atol=1e-12)
    assert model.offers[likely[0].argmax()] == past[11].offer
    assert np.array_equal(likely[1], model.probabilities([Newcomer("y", ())])[0])
