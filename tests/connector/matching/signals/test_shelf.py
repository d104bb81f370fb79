"""Laws that every signal on the shelf obeys, found without naming them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.signals import Signal, shelf
from connector.matching.signals.missing import missing
from connector.parties import Declaration, Use
from connector.words import languages, say
from connector.words.lexicon import lexicon
from tests.connector import crowd
from tests.connector.builders import columns, incubator, startup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer, StartUp

    Columns = tuple[StartUpColumns, OfferColumns, Codes]

#: For laws that are tried with every signal.
FEWER = settings(max_examples=10)
seeds = st.integers(0, 2**32 - 1)
shares_stated = st.sampled_from([0.3, 0.8, 1.0])
every_signal = pytest.mark.parametrize("signal", shelf().values(), ids=shelf())


def vectors(rng: Generator, parties: Sequence[StartUp | Offer]) -> np.ndarray:
    """Return a vector of length 1 for who has a text."""
    drawn = rng.normal(size=(len(parties), 16)) * [[bool(party.text)] for party in parties]
    return (drawn / np.maximum(np.linalg.norm(drawn, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def with_texts(rng: Generator, startups: Sequence[StartUp], offers: Sequence[Offer]) -> Columns:
    of_startups, of_offers, codes = columns(startups, offers)
    return (
        replace(of_startups, text=vectors(rng, startups)),
        replace(of_offers, text=vectors(rng, offers)),
        codes,
    )


def parties(seed: int, stated: float, count: int = 12) -> tuple[list[StartUp], list[Offer], Columns]:
    rng = np.random.default_rng(seed)
    startups, offers = crowd.startups(rng, count, stated), crowd.offers(rng, count + 3, stated)
    return startups, offers, with_texts(rng, startups, offers)


def of_all(signal: Signal, startups: StartUpColumns, offers: OfferColumns, codes: Codes) -> list[np.ndarray]:
    """Return values and whether they are known, of all pairs."""
    found = signal.values(startups, offers, codes)
    assert all(
        given in {1, wanted}
        for part in found
        for given, wanted in zip(part.shape, (len(startups), len(offers)), strict=True)
    )
    return [np.broadcast_to(part, (len(startups), len(offers))) for part in found]


def test_the_shelf_holds_the_signals_of_the_method() -> None:
    assert list(shelf()) == [
        "dates",
        "distance",
        "label_level",
        "language",
        "need_coverage",
        "same_country",
        "sector_affinity",
        "stage_fit",
        "text_similarity",
        "ticket_fit",
    ]


@every_signal
def test_a_signal_is_called_as_its_file(signal: Signal) -> None:
    assert signal.values.__module__ == f"connector.matching.signals.{signal.code}"


@every_signal
@given(seed=seeds, stated=shares_stated)
@FEWER
def test_a_value_is_between_0_and_1_and_0_where_it_is_not_known(
    signal: Signal, seed: int, stated: float
) -> None:
    value, is_known = of_all(signal, *parties(seed, stated)[2])
    assert (value.dtype, is_known.dtype) == (np.float32, np.bool_)
    assert np.all((value >= 0) & (value <= 1))
    assert not np.any(value[~is_known])


@every_signal
@given(seed=seeds, stated=shares_stated)
@FEWER
def test_a_value_belongs_to_its_pair_whoever_else_is_asked_about(
    signal: Signal, seed: int, stated: float
) -> None:
    startups, offers, codes = parties(seed, stated)[2]
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(startups))[: int(rng.integers(1, len(startups) + 1))]
    taken = rng.permutation(len(offers))[: int(rng.integers(1, len(offers) + 1))]
    whole = of_all(signal, startups, offers, codes)
    some = of_all(signal, startups.take(rows), offers.take(taken), codes)
    for all_pairs, some_pairs in zip(whole, some, strict=True):
        assert np.array_equal(all_pairs[np.ix_(rows, taken)], some_pairs)


@every_signal
@given(seed=seeds, stated=shares_stated)
@FEWER
def test_what_owners_declare_changes_nothing(signal: Signal, seed: int, stated: float) -> None:
    startups, offers, (of_startups, of_offers, codes) = parties(seed, stated)
    declared = [
        one.model_copy(
            update={
                "declared": Declaration(
                    under_represented=bool(number % 2),
                    backgrounds=frozenset({"eritrean"}),
                    groups={"origin": "abroad"},
                    uses=frozenset(Use),
                )
            }
        )
        for number, one in enumerate(startups)
    ]
    again, _, codes_again = columns(declared, offers)
    before = of_all(signal, of_startups, of_offers, codes)
    after = of_all(signal, replace(again, text=of_startups.text), of_offers, codes_again)
    assert all(np.array_equal(*both) for both in zip(before, after, strict=True))
    for row, (plain, with_declaration) in enumerate(zip(startups, declared, strict=True)):
        value = float(before[0][row, 0]) if before[1][row, 0] else None
        assert signal.because(plain, offers[0], value, codes) == signal.because(
            with_declaration, offers[0], value, codes
        )


@every_signal
def test_a_signal_reads_fields_that_profiles_have_and_none_that_is_protected(signal: Signal) -> None:
    fields = {field for side in signal.reads for field in side}
    assert not fields & {"declared", *Declaration.model_fields}
    # a party that states nothing lacks all of them
    offer = next(one for one in crowd.offers(np.random.default_rng(0), 3, 0.0) if _may_have(one, signal))
    lacking = missing(signal.reads, startup(), offer)
    assert [(one.side, one.field) for one in lacking] == [
        *(("startup", field) for field in signal.reads[0]),
        *(("offer", field) for field in signal.reads[1]),
    ]


def _may_have(offer: Offer, signal: Signal) -> bool:
    return {"ticket_fit": "funder", "label_level": "connector"}.get(signal.code, offer.kind) == offer.kind


@every_signal
@pytest.mark.parametrize("language", languages())
def test_every_sentence_of_a_signal_has_words(signal: Signal, language: str) -> None:
    keys = {f"{signal.code}.{word}" for word in signal.says}
    keys |= {f"field.startup.{field}" for field in signal.reads[0]}
    keys |= {f"field.offer.{field}" for field in signal.reads[1]}
    assert keys <= set(lexicon(language).entries)


@every_signal
@given(seed=seeds, stated=shares_stated)
@FEWER
def test_every_pair_has_a_reason_that_can_be_said_in_every_language(
    signal: Signal, seed: int, stated: float
) -> None:
    startups, offers, of_both = parties(seed, stated, count=5)
    value, is_known = of_all(signal, *of_both)
    for row, one in enumerate(startups):
        for column, other in enumerate(offers):
            known = float(value[row, column]) if is_known[row, column] else None
            reason = signal.because(one, other, known, of_both[2])
            code, _, said = reason.code.partition(".")
            assert (code, said in signal.says) == (signal.code, True)
            assert all(say(reason, language) for language in languages())
            if known is None:
                assert said in {"unknown", "undecided", "other_currency"}
            else:
                assert said not in {"unknown", "undecided", "other_currency"}


@every_signal
def test_nobody_and_nothing_are_no_error(signal: Signal) -> None:
    startups, offers, codes = columns([startup()], [incubator()])
    nobody = np.array([], np.int64)
    assert [part.size for part in of_all(signal, startups.take(nobody), offers, codes)] == [0, 0]
    assert [part.size for part in of_all(signal, startups, offers.take(nobody), codes)] == [0, 0]


@every_signal
def test_two_sides_that_state_nothing_are_known_only_where_the_signal_does_not_concern_the_offer(
    signal: Signal,
) -> None:
    kinds = crowd.offers(np.random.default_rng(0), 3, 0.0)
    _, is_known = of_all(signal, *columns([startup()], kinds))
    assert is_known[0].tolist() == [not _may_have(offer, signal) for offer in kinds]
