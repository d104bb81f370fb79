"""The ledger: epsilons add up to the last digit, and what was spent stays spent."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.disclosure.builder import tables_of
from rating.disclosure.ledger import (
    LEAST_EPSILON,
    BudgetSpentError,
    LedgerError,
    People,
    Spending,
    ledger_of,
    new_ledger,
    people_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = People(reference_date="2026-06-30", key="company", units=("Acme", "Bolt"))


def spending(epsilon: float) -> Spending:
    return Spending(
        at="2026-07-01T09:00:00+00:00",
        keys=("company", "group"),
        attributes=("gender",),
        mechanism="discrete Laplace",
        scale=1 / epsilon,
        epsilon=epsilon,
    )


def test_ten_tenths_are_one_and_then_nothing_is_left() -> None:
    ledger = new_ledger(PEOPLE, 1.0)
    for _ in range(10):
        ledger = ledger.spend(PEOPLE, spending(0.1))
    assert (ledger.spent, ledger.left, len(ledger.releases)) == (1.0, 0.0, 10)
    with pytest.raises(BudgetSpentError, match=r"0 of 1 is left\. Nothing more can") as refused:
        ledger.spend(PEOPLE, spending(LEAST_EPSILON))
    assert (refused.value.place, refused.value.asked, refused.value.left) == ("budget", LEAST_EPSILON, 0.0)


@given(st.lists(st.integers(1, 1500).map(lambda thousandths: thousandths / 1000), max_size=12))
def test_spent_is_the_exact_sum_and_never_exceeds_the_budget(epsilons: list[float]) -> None:
    ledger, paid = new_ledger(PEOPLE, 1.5), Decimal()
    for epsilon in epsilons:
        if paid + Decimal(str(epsilon)) <= Decimal("1.5"):
            ledger = ledger.spend(PEOPLE, spending(epsilon))
            paid += Decimal(str(epsilon))
        else:
            with pytest.raises(BudgetSpentError):
                ledger.spend(PEOPLE, spending(epsilon))
        assert (ledger.spent, ledger.left) == (float(paid), float(Decimal("1.5") - paid))
        assert ledger_of(ledger.as_text()) == ledger


def test_a_refusal_says_how_much_may_be_asked_for() -> None:
    ledger = new_ledger(PEOPLE, 2.0).spend(PEOPLE, spending(1.25))
    with pytest.raises(
        BudgetSpentError, match=r"needs epsilon 1; 0\.75 of 2 is left\. Ask for .* 0\.75 or less"
    ):
        ledger.spend(PEOPLE, spending(1.0))
    assert ledger.left == 0.75


@pytest.mark.parametrize("budget", [0.0, -1.0, 3.5, 1e9, float("inf"), float("nan")])
def test_no_budget_lies_outside_the_bounds_in_code(budget: float) -> None:
    with pytest.raises(LedgerError, match=r"between 0\.001 and 3, which nothing raises") as refused:
        new_ledger(PEOPLE, budget)
    assert refused.value.place == "budget"


@pytest.mark.parametrize(
    ("people", "place", "said"),
    [
        (PEOPLE.model_copy(update={"reference_date": "2027-06-30"}), "people.reference_date", "2027-06-30"),
        (PEOPLE.model_copy(update={"reference_date": ""}), "people.reference_date", "not stated"),
        (PEOPLE.model_copy(update={"key": "city"}), "people.key", "'company', the counts by 'city'"),
        (PEOPLE.model_copy(update={"key": "", "units": ()}), "people.key", "the counts by nothing"),
        (PEOPLE.model_copy(update={"units": ("Acme", "Core", "Dune")}), "people.units", "'Core' and 1 more"),
    ],
)
def test_other_people_are_not_charged_to_this_ledger(people: People, place: str, said: str) -> None:
    with pytest.raises(LedgerError, match="adds up, whatever file it stands in") as refused:
        new_ledger(PEOPLE, 1.0).spend(people, spending(0.5))
    assert refused.value.place == place
    assert said in refused.value.message


def test_some_of_the_people_are_charged_to_the_ledger_of_all() -> None:
    some = PEOPLE.model_copy(update={"units": ("Bolt",)})
    assert new_ledger(PEOPLE, 1.0).spend(some, spending(0.5)).left == 0.5


def test_people_are_the_widest_units_however_the_counts_are_cut() -> None:
    rows = [
        {"site": site, "company": company, "group": "women", "n": 7}
        for company, site in (("Bolt", "north"), ("Acme", "north"), ("Acme", "south"))
    ]
    nested = tables_of(rows, ("site", "company", "group"), parents={"site": "company"})
    assert people_of(nested, "2026-06-30") == PEOPLE
    plain = tables_of(rows[:2], ("company", "group"))
    assert people_of(plain, "2026-06-30") == PEOPLE
    alone = tables_of(rows[:1], ("group",))
    assert people_of(alone, "") == People(reference_date="", key="", units=())


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    document = json.loads(new_ledger(PEOPLE, 2.0).spend(PEOPLE, spending(1.5)).as_text())
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("{", "", "no JSON"),
        ("[]", "schema", "no 'budget/1' document"),
        (changed(lambda d: d.update(schema="budget/2")), "schema", "no 'budget/1' document"),
        (changed(lambda d: d.update(owner="me")), "owner", "not permitted"),
        (changed(lambda d: d.pop("people")), "people", "required"),
        (changed(lambda d: d.update(budget="2")), "budget", "valid number"),
        (changed(lambda d: d.update(budget=4)), "budget", "less than or equal to 3"),
        (changed(lambda d: d.update(budget=float("nan"))), "budget", "finite"),
        (changed(lambda d: d.update(budget=1)), "releases", "more than the budget"),
        (changed(lambda d: d["releases"][0].update(epsilon=-1)), "releases.0.epsilon", "greater than 0"),
        (changed(lambda d: d["releases"][0].pop("at")), "releases.0.at", "required"),
        (changed(lambda d: d["releases"][0].update(epsilon=0.5)), "digest", "changed by hand"),
        (changed(lambda d: d["releases"].clear()), "digest", "changed by hand"),
        (changed(lambda d: d.update(budget=3)), "digest", "changed by hand"),
        (changed(lambda d: d["people"]["units"].append("Core")), "digest", "changed by hand"),
        (changed(lambda d: d.pop("digest")), "digest", "changed by hand"),
    ],
)
def test_a_faulty_or_changed_ledger_is_refused_with_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(LedgerError, match="Restore the file from a copy") as refused:
        ledger_of(text)
    assert refused.value.place == place
    assert said in refused.value.message


def test_what_a_person_reads_in_the_file_is_all_there() -> None:
    document = json.loads(new_ledger(PEOPLE, 2.0).spend(PEOPLE, spending(0.5)).as_text())
    digest = document.pop("digest")
    content = {key: document[key] for key in ("people", "budget", "releases")}
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest == hashlib.sha256(told.encode()).hexdigest()
    assert document == {
        "schema": "budget/1",
        "people": {"reference_date": "2026-06-30", "key": "company", "units": ["Acme", "Bolt"]},
        "budget": 2.0,
        "releases": [
            {
                "at": "2026-07-01T09:00:00+00:00",
                "keys": ["company", "group"],
                "attributes": ["gender"],
                "mechanism": "discrete Laplace",
                "scale": 2.0,
                "epsilon": 0.5,
            }
        ],
    }
