"""What an organiser declares fits together, and applications come while the call is open."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from connector.errors import CannotMatchError
from connector.matching.calls import Application, Call, OutsideCallError, submit_application
from connector.matching.cohort import Mixing
from connector.matching.congestion import POLICIES
from connector.parties import Connector
from tests.connector.builders import startup
from tests.connector.matching.calls.reading import call

HUB = Connector(id="hub", name="Hub", capacity=2)


def applied(code: str, day: date) -> Application:
    return Application(startup=startup(code), day=day)


def test_a_call_may_declare_every_policy_there_is() -> None:
    assert set(get_args(Call.model_fields["policy"].annotation)) == set(POLICIES)


@pytest.mark.parametrize(
    ("declared", "what"),
    [
        ({"opens": date(2026, 4, 4)}, "it closes .2026-04-03. before it opens .2026-04-04."),
        ({"connectors": ()}, "at least 1 item"),
        ({"connectors": (HUB, HUB)}, "two connectors are called 'hub'"),
        ({"connectors": (Connector(id="hub", name="Hub"),)}, "'hub' states no capacity: say how many places"),
        ({"mixing": {"lab": Mixing(1, 1)}}, "there is no connector called 'lab' to bound"),
        ({"mixing": Mixing(2, 1)}, "'hub' has 2 places, and its bounds ask for 3"),
        ({"mixing": {"hub": Mixing(2, 1)}}, "'hub' has 2 places, and its bounds ask for 3"),
        ({"policy": "first_come"}, "policy"),
        ({"reads_per_application": 0}, "greater than or equal to 1"),
        ({"tolerance": 1.5}, "less than or equal to 1"),
    ],
)
def test_what_does_not_fit_together_is_refused(declared: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        call(**declared)


def test_a_call_is_kept_as_it_was_declared() -> None:
    declared = call(mixing={"hub": Mixing(1, 1)}, policy="serve_most")
    assert Call.model_validate_json(declared.model_dump_json()) == declared
    with pytest.raises(ValidationError, match="frozen"):
        declared.tolerance = 1.0  # type: ignore[misc] # what is tried


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 4, 3)])
def test_the_first_and_the_last_day_count(day: date) -> None:
    one = applied("s1", day)
    assert submit_application(one, (), call()) == (one,)


@pytest.mark.parametrize(
    ("day", "when"),
    [(date(2026, 3, 1), "before the call opened"), (date(2026, 4, 4), "after the call closed")],
)
def test_an_application_outside_the_call_is_refused_with_its_days(day: date, when: str) -> None:
    with pytest.raises(OutsideCallError) as caught:
        submit_application(applied("s1", day), (), call())
    assert str(caught.value) == (
        f"The application of 's1' of {day} came {when}: it takes applications from 2026-03-02 to 2026-04-03, "
        "both included. Put the last day later, for all, or refer it to the next call."
    )
    assert (caught.value.applicant, caught.value.day) == ("s1", day)


def test_a_start_up_applies_once() -> None:
    first = applied("s1", date(2026, 3, 2))
    with pytest.raises(CannotMatchError, match="'s1' applied to 'spring' twice"):
        submit_application(applied("s1", date(2026, 3, 9)), (first,), call())
    assert len(submit_application(applied("s2", date(2026, 3, 9)), (first,), call())) == 2
