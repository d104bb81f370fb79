"""Who has no other choice: counted over the needs that an offer meets, in a language that both can use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.choices import MANY, other_choices
from connector.matching.eligibility import eligibility
from tests.connector.builders import columns, funder, service, startup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.parties import Offer, StartUp


def choices(startups: Sequence[StartUp], offers: Sequence[Offer]) -> list[list[int]]:
    of_startups, of_offers, codes = columns(startups, offers)
    shortlists = np.tile(np.arange(len(offers)), (len(startups), 1))
    return other_choices(
        of_startups, of_offers, codes, lambda s, o: eligibility(s, o).answers, shortlists, block=1
    ).tolist()


NEEDY = {"needs": {"legal_status": 5}, "stage": "idea"}
HELPS = {"needs": {"legal_status": frozenset()}}


def test_the_only_accountant_who_speaks_the_language_has_no_substitute() -> None:
    one = startup("a", languages={"ar": "C2"}, **NEEDY)
    both = startup("b", languages={"ar": "C2", "fr": "B2"}, **NEEDY)
    offers = [
        service("arabic", languages={"ar": "C1"}, **HELPS),
        service("french", languages={"fr": "C1"}, **HELPS),
        funder("bank", needs={"finance": frozenset()}),
    ]
    assert choices([one, both], offers) == [[0, 1, MANY], [1, 1, MANY]]


def test_an_offer_that_is_closed_to_a_startup_is_no_choice_and_one_in_doubt_is() -> None:
    strict = service("strict", rules={"stages": {"growth"}}, **HELPS)
    doubtful = service("doubtful", rules={"smallest_team": 2}, **HELPS)
    open_one = service("open", **HELPS)
    assert choices([startup(**NEEDY)], [open_one, strict])[0][0] == 0
    assert choices([startup(**NEEDY)], [open_one, doubtful])[0][0] == 1


def test_a_need_that_is_met_in_another_stage_is_no_choice() -> None:
    late = service("late", needs={"legal_status": frozenset({"growth"})})
    assert choices([startup(**NEEDY)], [service(**HELPS), late]) == [[0, MANY]]


def test_the_need_with_the_fewest_others_counts() -> None:
    wide = service("wide", needs={"legal_status": frozenset(), "coaching": frozenset()})
    others = [service(f"v{number}", needs={"coaching": frozenset()}) for number in range(3)]
    asks = startup(needs={"legal_status": 1, "coaching": 5}, stage="idea")
    assert choices([asks], [wide, *others]) == [[0, 3, 3, 3]]


def test_where_no_need_is_stated_nobody_depends_on_an_offer() -> None:
    assert choices([startup()], [service(**HELPS)]) == [[MANY]]


def test_where_the_stage_is_not_stated_only_help_in_every_stage_is_sure() -> None:
    asks = startup(needs={"legal_status": 5})
    some = service("some", needs={"legal_status": frozenset({"growth"})})
    # what may be help counts as another choice: nobody is said to depend on an offer who perhaps does not
    assert choices([asks], [service(**HELPS), some]) == [[1, MANY]]
