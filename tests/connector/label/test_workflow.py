"""The table of steps, tested exhaustively: it is small enough to walk all of it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from connector.label.service_levels import Unit
from connector.label.workflow import (
    APART,
    FINAL,
    STEPS,
    Duty,
    Register,
    Role,
    State,
    Step,
    may_take,
    steps_from,
)

#: In these a credential is out, or is held back.
ATTESTED = {State.ACTIVE, State.SURVEILLANCE_DUE, State.OBJECTION_OPEN, State.RENEWAL}


def reached(sources: set[State]) -> set[State]:
    """Return all states that some steps lead to."""
    found, waiting = set(sources), list(sources)
    while waiting:
        for step in steps_from(waiting.pop()):
            if step.target not in found:
                found.add(step.target)
                waiting.append(step.target)
    return found


def test_every_state_is_reachable_from_a_draft() -> None:
    assert reached({State.DRAFT}) == set(State)


@pytest.mark.parametrize("state", State)
def test_every_state_that_is_not_final_has_an_exit_and_leads_to_an_end(state: State) -> None:
    exits = [step for step in steps_from(state) if step.target is not state]
    assert bool(exits) == (state not in FINAL)
    assert reached({state}) & FINAL


def test_a_verb_leads_from_a_state_to_one_other() -> None:
    seen: dict[tuple[str, State], Step] = {}
    for step in STEPS:
        assert (step.verb, step.source) not in seen, step
        seen[step.verb, step.source] = step


def test_nothing_moves_by_itself() -> None:
    """Every step is somebody's, in a role and a duty that go together."""
    of_role = {
        Role.APPLICANT: Duty.APPLIES,
        Role.SECRETARIAT: Duty.ADMINISTERS,
        Role.ASSESSOR: Duty.ASSESSES,
        Role.PANEL: Duty.DECIDES,
        Role.APPEAL_PANEL: Duty.HEARS_APPEAL,
    }
    assert all(step.duty is of_role[step.role] for step in STEPS)
    assert {step.role for step in STEPS} == set(Role)


def test_being_apart_is_mutual_where_it_has_to_be() -> None:
    for one, other in product(Duty, Duty):
        if Duty.ADMINISTERS not in (one, other):
            assert (other in APART[one]) == (one in APART[other])
    assert all(duty not in apart for duty, apart in APART.items())


def test_on_no_path_somebody_judges_twice() -> None:
    """Walk every path on which one person, with all roles at once, takes what steps it may."""
    start = (State.DRAFT, frozenset[Duty]())
    seen, waiting = {start}, [start]
    held_together: set[frozenset[Duty]] = set()
    while waiting:
        state, held = waiting.pop()
        held_together.add(held)
        for step in steps_from(state):
            after = [held]  # somebody else takes it
            if may_take(step, Role, held):
                after.append(held | {step.duty})
            for duties in after:
                if (step.target, duties) not in seen:
                    seen.add((step.target, duties))
                    waiting.append((step.target, duties))
    judging = {Duty.ASSESSES, Duty.DECIDES, Duty.HEARS_APPEAL}
    assert all(len(held & judging) <= 1 for held in held_together)
    assert all(held == {Duty.APPLIES} for held in held_together if Duty.APPLIES in held)
    # and the walk has been everywhere: each duty was had by somebody
    assert frozenset(Duty) == frozenset().union(*held_together)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.verb}-{step.source}")
def test_who_has_not_the_role_or_had_another_duty_may_not(step: Step) -> None:
    assert may_take(step, {step.role}, {step.duty})
    assert not may_take(step, set(Role) - {step.role}, set())
    for duty in step.apart_from:
        assert not may_take(step, set(Role), {duty})


def test_decisions_are_taken_by_panels_with_a_record_and_refusals_with_grounds() -> None:
    for step in STEPS:
        is_decision = step.duty in (Duty.DECIDES, Duty.HEARS_APPEAL)
        assert is_decision == ("record_written" in step.needs)
        if is_decision:
            assert {"panel_has_quorum", "no_member_in_conflict"} <= set(step.needs)
        if step.target in (State.REFUSAL_SENT, State.WITHDRAWAL_SENT) or step.verb == "suspend":
            assert {"grounds_written", "appeal_date_set"} <= set(step.needs)
    assert all(
        step.duty in (Duty.DECIDES, Duty.HEARS_APPEAL) for step in STEPS if step.target is State.GRANTED
    )


def test_a_label_is_held_only_after_a_panel_granted_it() -> None:
    granting = {State.GRANTED, State.GRANTED_WITH_CONDITIONS}
    before: dict[State, set[State]] = defaultdict(set)
    for step in STEPS:
        before[step.target].add(step.source)
    assert before[State.ACTIVE] <= granting | ATTESTED | {State.SUSPENDED, State.APPEALED}
    for state in ATTESTED - {State.ACTIVE}:
        assert before[state] == {State.ACTIVE}


def test_the_register_follows_the_credential() -> None:
    """On every path: what the register says is what the state is."""
    says = {
        **dict.fromkeys(ATTESTED, Register.VALID),
        State.SUSPENDED: Register.SUSPENDED,
        State.WITHDRAWAL_SENT: Register.SUSPENDED,
        State.WITHDRAWN: Register.WITHDRAWN,
        State.EXPIRED: Register.EXPIRED,
    }
    start = (State.DRAFT, Register.NOTHING)
    seen, waiting = {start}, [start]
    while waiting:
        state, entry = waiting.pop()
        if state in says:
            assert entry is says[state], state
        for step in steps_from(state):
            if step.verb.startswith(("uphold_", "overturn_")):
                of_refusal = entry is Register.NOTHING
                if of_refusal != ("appeal_of_refusal" in step.needs):
                    continue  # the need keeps this step from being taken here
            after = (step.target, entry if step.register is Register.NOTHING else step.register)
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    assert {state for state, _ in seen} == set(State)


def test_service_levels_are_those_of_the_scheme() -> None:
    within = {(step.verb, step.source): step.within for step in STEPS}
    completeness = within["begin_assessment", State.COMPLETENESS_CHECK]
    assert completeness is not None
    assert (completeness.number, completeness.unit) == (10, Unit.WORKING_DAYS)
    decision = within["grant", State.PANEL]
    assert decision is not None
    assert (decision.number, decision.unit, decision.since) == (12, Unit.WEEKS, "submitted")
    letter = within["attest", State.GRANTED]
    assert letter is not None
    assert (letter.number, letter.unit) == (10, Unit.WORKING_DAYS)
