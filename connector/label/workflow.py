"""The life of an application and of what it leads to: every step in one table.

A row says from where to where, who may take the step, which duty that is and which duties its holder must not
have had in the case, what has to be true before, by when it is due, what the audit log and the register say,
and which mail goes out. Nothing moves by itself: also what only a date decides is recorded by somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from connector.label.service_levels import Term, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


class State(StrEnum):
    """Where a case stands. Names for staff and for the public: `connector.words`, ``label.state``."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    COMPLETENESS_CHECK = "completeness_check"
    INFORMATION_REQUESTED = "information_requested"
    ASSESSMENT = "assessment"
    CALIBRATION = "calibration"
    VISIT_PLANNED = "visit_planned"
    VISITED = "visited"
    FINDINGS_SENT = "findings_sent"
    CORRECTIONS_RECEIVED = "corrections_received"
    PANEL = "panel"
    GRANTED = "granted"
    GRANTED_WITH_CONDITIONS = "granted_with_conditions"
    MINOR_REVISIONS = "minor_revisions"
    MAJOR_REVISIONS = "major_revisions"
    REFUSAL_SENT = "refusal_sent"
    APPEALED = "appealed"
    ACTIVE = "active"
    SURVEILLANCE_DUE = "surveillance_due"
    OBJECTION_OPEN = "objection_open"
    SUSPENDED = "suspended"
    WITHDRAWAL_SENT = "withdrawal_sent"
    RENEWAL = "renewal"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CLOSED = "closed"


#: From these nothing leads on: whoever wants the label applies anew.
FINAL: Final = frozenset({State.REFUSED, State.WITHDRAWN, State.EXPIRED, State.CLOSED})


class Role(StrEnum):
    """What somebody is for, in the organisation that runs the label or at the applicant's."""

    APPLICANT = "applicant"
    SECRETARIAT = "secretariat"
    ASSESSOR = "assessor"
    PANEL = "panel"
    APPEAL_PANEL = "appeal_panel"


class Duty(StrEnum):
    """What a step makes of whoever takes it, for the rest of the case."""

    APPLIES = "applies"
    ADMINISTERS = "administers"
    ASSESSES = "assesses"
    DECIDES = "decides"
    HEARS_APPEAL = "hears_appeal"


class Register(StrEnum):
    """What the public register says after a step."""

    NOTHING = "nothing"  # there is no entry, or it stays as it is
    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Step:
    """One row.

    Attributes
    ----------
    verb
        What is done: the name of the service and of the audit entry.
    source, target
        States.
    role
        Who may do it.
    duty
        What that makes of whoever does it.
    needs
        What has to be true before; the words and the checks go by these codes.
    within
        By when it is due after the case came to `source`; None where nobody has to do it.
    mail
        Which mails go out.
    register
        What the register says from then on.
    """

    verb: str
    source: State
    target: State
    role: Role
    duty: Duty
    needs: tuple[str, ...] = ()
    within: Term | None = None
    mail: tuple[str, ...] = ()
    register: Register = Register.NOTHING

    @property
    def apart_from(self) -> frozenset[Duty]:
        """The duties that its holder must not have had in the case."""
        return APART[self.duty]


#: Who has had which duty cannot have this one. An applicant's people have no other part at all.
APART: Final = {
    Duty.APPLIES: frozenset({Duty.ADMINISTERS, Duty.ASSESSES, Duty.DECIDES, Duty.HEARS_APPEAL}),
    Duty.ADMINISTERS: frozenset({Duty.APPLIES, Duty.HEARS_APPEAL}),
    Duty.ASSESSES: frozenset({Duty.APPLIES, Duty.DECIDES, Duty.HEARS_APPEAL}),
    Duty.DECIDES: frozenset({Duty.APPLIES, Duty.ASSESSES, Duty.HEARS_APPEAL}),
    Duty.HEARS_APPEAL: frozenset({Duty.APPLIES, Duty.ADMINISTERS, Duty.ASSESSES, Duty.DECIDES}),
}

_S, _R, _D = State, Role, Duty
_ARRIVED = Term(0, Unit.WORKING_DAYS)
_TEN_DAYS = Term(10, Unit.WORKING_DAYS)
_FOUR_WEEKS = Term(4, Unit.WEEKS)
#: By when a panel decides, where somebody waits for it; nobody has to suspend, or to withdraw.
_DECISIONS = {
    State.PANEL: Term(12, Unit.WEEKS, since="submitted"),
    State.OBJECTION_OPEN: Term(12, Unit.WEEKS),
}
_GROUNDS = ("grounds_written", "appeal_date_set")


def _applicant(verb: str, source: State, target: State, *needs: str, mail: tuple[str, ...] = ()) -> Step:
    return Step(verb, source, target, _R.APPLICANT, _D.APPLIES, needs, mail=mail)


def _secretariat(
    verb: str,
    source: State,
    target: State,
    *needs: str,
    within: Term | None = None,
    mail: tuple[str, ...] = (),
    register: Register = Register.NOTHING,
) -> Step:
    return Step(verb, source, target, _R.SECRETARIAT, _D.ADMINISTERS, needs, within, mail, register)


def _panel(
    verb: str, source: State, target: State, *needs: str, register: Register = Register.NOTHING
) -> Step:
    needs = ("panel_has_quorum", "no_member_in_conflict", "record_written", *needs)
    within = _DECISIONS.get(source)
    return Step(verb, source, target, _R.PANEL, _D.DECIDES, needs, within, ("decision",), register)


def _appeal(
    verb: str, source: State, target: State, *needs: str, register: Register = Register.NOTHING
) -> Step:
    needs = ("panel_has_quorum", "no_member_in_conflict", "record_written", *needs)
    within = Term(8, Unit.WEEKS)
    return Step(
        verb, source, target, _R.APPEAL_PANEL, _D.HEARS_APPEAL, needs, within, ("appeal_decided",), register
    )


#: Before a decision the applicant may close the case at any time.
_OPEN = (
    _S.DRAFT, _S.SUBMITTED, _S.COMPLETENESS_CHECK, _S.INFORMATION_REQUESTED, _S.ASSESSMENT, _S.CALIBRATION,
    _S.VISIT_PLANNED, _S.VISITED, _S.FINDINGS_SENT, _S.CORRECTIONS_RECEIVED, _S.MINOR_REVISIONS,
    _S.MAJOR_REVISIONS,
)  # fmt: skip
#: In these the label is held, or held back.
_HELD = (
    _S.ACTIVE, _S.SURVEILLANCE_DUE, _S.OBJECTION_OPEN, _S.SUSPENDED, _S.WITHDRAWAL_SENT, _S.RENEWAL,
)  # fmt: skip

STEPS: Final[tuple[Step, ...]] = (
    # application
    _applicant(
        "submit_application", _S.DRAFT, _S.SUBMITTED, "everything_answered", "agreement_signed",
        mail=("receipt",),
    ),
    *(_applicant("close_application", source, _S.CLOSED, mail=("closed",)) for source in _OPEN),
    _secretariat("take_up_application", _S.SUBMITTED, _S.COMPLETENESS_CHECK, within=_ARRIVED),
    _secretariat(
        "request_information", _S.COMPLETENESS_CHECK, _S.INFORMATION_REQUESTED, "request_written",
        within=_TEN_DAYS, mail=("information_requested",),
    ),
    _applicant("send_information", _S.INFORMATION_REQUESTED, _S.COMPLETENESS_CHECK),
    _secretariat("close_unanswered", _S.INFORMATION_REQUESTED, _S.CLOSED, "term_over", mail=("closed",)),
    # assessment
    _secretariat(
        "begin_assessment", _S.COMPLETENESS_CHECK, _S.ASSESSMENT, "complete", "assessors_named",
        "no_assessor_in_conflict", within=_TEN_DAYS, mail=("assessment_begun",),
    ),
    Step(
        "hand_in_scores", _S.ASSESSMENT, _S.ASSESSMENT, _R.ASSESSOR, _D.ASSESSES,
        ("own_scores_with_reasons",), _FOUR_WEEKS,
    ),
    _secretariat("open_calibration", _S.ASSESSMENT, _S.CALIBRATION, "all_scores_in"),
    _secretariat(
        "plan_visit", _S.CALIBRATION, _S.VISIT_PLANNED, "outliers_discussed",
        mail=("visit_planned",),
    ),
    Step("report_visit", _S.VISIT_PLANNED, _S.VISITED, _R.ASSESSOR, _D.ASSESSES, ("visit_held",)),
    _secretariat(
        "send_findings", _S.VISITED, _S.FINDINGS_SENT, "findings_written", within=_TEN_DAYS,
        mail=("findings",),
    ),
    _applicant("send_corrections", _S.FINDINGS_SENT, _S.CORRECTIONS_RECEIVED),
    _secretariat("call_panel", _S.CORRECTIONS_RECEIVED, _S.PANEL, "pack_complete"),
    _secretariat("call_panel", _S.FINDINGS_SENT, _S.PANEL, "pack_complete", "term_over"),
    # decision
    _panel("grant", _S.PANEL, _S.GRANTED, "level_reached"),
    _panel(
        "grant_with_conditions", _S.PANEL, _S.GRANTED_WITH_CONDITIONS, "level_reached",
        "conditions_dated",
    ),
    _panel("ask_minor_revisions", _S.PANEL, _S.MINOR_REVISIONS, "revisions_written"),
    _panel("ask_major_revisions", _S.PANEL, _S.MAJOR_REVISIONS, "revisions_written"),
    _panel("refuse", _S.PANEL, _S.REFUSAL_SENT, *_GROUNDS),
    _applicant("send_revisions", _S.MINOR_REVISIONS, _S.CORRECTIONS_RECEIVED),
    _applicant("apply_again", _S.MAJOR_REVISIONS, _S.SUBMITTED, "everything_answered", mail=("receipt",)),
    *(
        _secretariat("close_unanswered", source, _S.CLOSED, "term_over", mail=("closed",))
        for source in (_S.MINOR_REVISIONS, _S.MAJOR_REVISIONS)
    ),
    *(
        _secretariat(
            "attest", source, _S.ACTIVE, "credential_issued",
            within=_TEN_DAYS, mail=("letter",), register=Register.VALID,
        )
        for source in (_S.GRANTED, _S.GRANTED_WITH_CONDITIONS)
    ),
    # appeal
    *(
        _applicant("appeal", source, _S.APPEALED, "within_appeal_window", mail=("appeal_received",))
        for source in (_S.REFUSAL_SENT, _S.SUSPENDED, _S.WITHDRAWAL_SENT)
    ),
    _secretariat("close_refused", _S.REFUSAL_SENT, _S.REFUSED, "appeal_window_over"),
    _secretariat(
        "close_withdrawn", _S.WITHDRAWAL_SENT, _S.WITHDRAWN, "appeal_window_over", "credential_revoked",
        mail=("withdrawn",), register=Register.WITHDRAWN,
    ),
    _appeal("uphold_refusal", _S.APPEALED, _S.REFUSED, "appeal_of_refusal", "grounds_written"),
    _appeal("overturn_refusal", _S.APPEALED, _S.GRANTED, "appeal_of_refusal"),
    _appeal("uphold_suspension", _S.APPEALED, _S.SUSPENDED, "appeal_of_suspension", "grounds_written"),
    _appeal(
        "overturn_suspension", _S.APPEALED, _S.ACTIVE, "appeal_of_suspension", "credential_restored",
        register=Register.VALID,
    ),
    _appeal(
        "uphold_withdrawal", _S.APPEALED, _S.WITHDRAWN, "appeal_of_withdrawal", "grounds_written",
        "credential_revoked", register=Register.WITHDRAWN,
    ),
    _appeal(
        "overturn_withdrawal", _S.APPEALED, _S.ACTIVE, "appeal_of_withdrawal", "credential_restored",
        register=Register.VALID,
    ),
    # life after award
    _secretariat(
        "call_for_figures", _S.ACTIVE, _S.SURVEILLANCE_DUE, "surveillance_is_due",
        mail=("figures_due",),
    ),
    _secretariat(
        "confirm", _S.SURVEILLANCE_DUE, _S.ACTIVE, "figures_received", "check_passed",
        mail=("confirmed",),
    ),
    _secretariat(
        "admit_objection", _S.ACTIVE, _S.OBJECTION_OPEN, "objection_admissible",
        mail=("objection",),
    ),
    _panel("dismiss_objection", _S.OBJECTION_OPEN, _S.ACTIVE, "decided_by_others_than_before"),
    *(
        _panel(
            "suspend", source, _S.SUSPENDED, *_GROUNDS, "credential_suspended",
            *(("decided_by_others_than_before",) if source is _S.OBJECTION_OPEN else ()),
            register=Register.SUSPENDED,
        )
        for source in (_S.ACTIVE, _S.SURVEILLANCE_DUE, _S.OBJECTION_OPEN, _S.RENEWAL)
    ),
    _panel(
        "restore", _S.SUSPENDED, _S.ACTIVE, "grounds_remedied", "credential_restored",
        register=Register.VALID,
    ),
    _panel("withdraw", _S.SUSPENDED, _S.WITHDRAWAL_SENT, *_GROUNDS),
    _applicant("ask_for_renewal", _S.ACTIVE, _S.RENEWAL, "renewal_window_open", "progress_on_plan_written"),
    _secretariat(
        "renew", _S.RENEWAL, _S.ACTIVE, "renewal_granted", "credential_issued",
        register=Register.VALID,
    ),
    *(
        _secretariat(
            "record_expiry", source, _S.EXPIRED, "validity_over", mail=("expired",), register=Register.EXPIRED
        )
        # while an appeal runs, its last day may come as well
        for source in (*_HELD, _S.APPEALED)
    ),
    *(
        Step(
            "give_back", source, _S.WITHDRAWN, _R.APPLICANT, _D.APPLIES, ("credential_revoked",),
            mail=("given_back",), register=Register.WITHDRAWN,
        )
        for source in _HELD
    ),
)  # fmt: skip


def steps_from(state: State) -> tuple[Step, ...]:
    """Return what can be done in a state, in the order of the table."""
    return tuple(step for step in STEPS if step.source is state)


def may_take(step: Step, roles: Iterable[Role], held: Iterable[Duty]) -> bool:
    """Tell whether somebody may take a step.

    Parameters
    ----------
    step
        A row of the table.
    roles
        What the person is for.
    held
        The duties that this person has had in the case so far.
    """
    return step.role in set(roles) and not step.apart_from & set(held)
