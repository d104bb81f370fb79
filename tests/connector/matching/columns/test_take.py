"""Some offers of many, as columns."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.parties import Amount, Offer
from tests.connector.builders import columns, startup
from tests.connector.drawn import COUNTRIES, CURRENCIES, LANGUAGES, some_offers


@settings(max_examples=40)
@given(some_offers(), st.data())
def test_taken_offers_are_the_columns_of_those_offers(offers: tuple[Offer, ...], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(offers) - 1), max_size=6) if offers else st.just([]))
    # these name all that offers name, so that codes are the same numbers whoever is taken
    named = [
        startup("a", languages=dict.fromkeys(LANGUAGES, "A1"), markets_known=frozenset(COUNTRIES)),
        *(startup(currency, ticket=Amount(value=1, currency=currency)) for currency in CURRENCIES),
    ]
    taken = columns(named, offers)[1].take(np.array(rows, np.int64))
    chosen = [offers[row].model_copy(update={"id": f"t{turn}"}) for turn, row in enumerate(rows)]
    built = columns(named, chosen)[1]
    assert_same(taken, built, "rules", "number")
    assert taken.number.tolist() == rows
    assert_same(taken.rules, built.rules)


def assert_same(one: object, other: object, *without: str) -> None:
    for column in fields(other):
        if column.name not in without:
            np.testing.assert_array_equal(getattr(one, column.name), getattr(other, column.name))
            assert getattr(one, column.name).dtype == getattr(other, column.name).dtype
