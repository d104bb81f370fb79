"""From the day of a decision: until when it holds, and what is due meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from connector.label.service_levels import months_later

if TYPE_CHECKING:
    from connector.label.scheme import Validity

#: Days before the last one on which the holder is reminded, and may ask for renewal from the first of them.
REMINDERS: Final = (180, 90, 30)
#: Days in which a refusal, a suspension or a withdrawal can be appealed.
APPEAL_DAYS: Final = 30
_YEAR = 12

What = Literal["figures", "desk_check", "visit", "reminder", "renewal_opens", "ends"]


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """Something that is due, or begins, on a day."""

    day: date
    what: What


def last_day(validity: Validity, decided: date) -> date:
    """Return the last day on which an attestation holds: the eve of the day so many years later."""
    return months_later(decided, _YEAR * validity.years) - timedelta(1)


def holds(validity: Validity, decided: date, today: date) -> bool:
    """Tell whether an attestation holds by its dates alone."""
    return decided <= today <= last_day(validity, decided)


def agenda(validity: Validity, decided: date) -> tuple[Dated, ...]:
    """Return what is due from the decision to the last day, in the order of days.

    Parameters
    ----------
    validity
        Of the scheme.
    decided
        Day of the decision.

    Returns
    -------
    tuple
        Figures and the check at the desk (where they fall before the last day), a visit halfway if the scheme
        has one, the opening of renewal, reminders, and the end. Visits at entry and renewal belong to the
        assessment and are not in it.
    """
    end = last_day(validity, decided)
    months = _YEAR * validity.years
    due: list[Dated] = [
        Dated(months_later(decided, number), "figures")
        for number in range(validity.figures_every_months, months, validity.figures_every_months)
    ]
    if validity.desk_check_after_months < months:
        due.append(Dated(months_later(decided, validity.desk_check_after_months), "desk_check"))
    if "mid_term" in validity.visits:
        due.append(Dated(months_later(decided, months // 2), "visit"))
    due += [Dated(end - timedelta(days), "reminder") for days in REMINDERS]
    due += [Dated(end - timedelta(REMINDERS[0]), "renewal_opens"), Dated(end, "ends")]
    return tuple(sorted(due))


def may_renew(validity: Validity, decided: date, today: date) -> bool:
    """Tell whether renewal can be asked for: from the first reminder to the last day."""
    end = last_day(validity, decided)
    return end - timedelta(REMINDERS[0]) <= today <= end


def may_appeal(sent: date, today: date) -> bool:
    """Tell whether a decision that was sent on a day can still be appealed. The day itself does not count."""
    return sent <= today <= sent + timedelta(APPEAL_DAYS)
