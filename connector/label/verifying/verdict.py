"""What comes of verifying: one result of three, and every check that led to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.reasons import Fact


class Outcome(StrEnum):
    """Of one check."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"
    #: It is not asked for, or makes no sense after what an earlier check found.
    NOT_MADE = "not made"


class Result(StrEnum):
    """Of all. Where something cannot be told, "not valid" would slander and "valid" would vouch."""

    VALID = "valid"
    NOT_VALID = "not valid"
    CANNOT_TELL = "cannot tell"


#: In this order they are made, and told.
CHECKS: Final = ("form", "issuer", "signature", "dates", "status", "trust", "scope", "log")


@dataclass(frozen=True, slots=True)
class Check:
    """One check: which, how it came out, and why."""

    name: str
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a credential.

    Attributes
    ----------
    checks
        All of `CHECKS`, in their order.
    document
        The credential, if it could be read at all. Nothing in it is true because it is here.
    chain
        Names of those who vouch for the issuer, the next one first.
    """

    checks: tuple[Check, ...]
    document: dict[str, Any] | None = None
    chain: tuple[str, ...] = ()

    @property
    def result(self) -> Result:
        """What bad outweighs what is not known, and that outweighs what is good."""
        outcomes = {check.outcome for check in self.checks}
        if Outcome.BAD in outcomes:
            return Result.NOT_VALID
        return Result.CANNOT_TELL if Outcome.UNKNOWN in outcomes else Result.VALID

    @property
    def decisive(self) -> Check:
        """The check that the result turns on: the first of the worst; the scope where all is well."""
        wanted = {Result.NOT_VALID: Outcome.BAD, Result.CANNOT_TELL: Outcome.UNKNOWN}.get(self.result)
        if wanted is None:
            return next(check for check in self.checks if check.name == "scope")
        return next(check for check in self.checks if check.outcome is wanted)


class NotGoodError(Exception):
    """A check has come out otherwise than good; what follows from it would not stand. Raised here alone.

    Parameters
    ----------
    outcome
        ``BAD`` or ``UNKNOWN``.
    code, facts
        Why.
    """

    def __init__(self, outcome: Outcome, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.outcome, self.reason = outcome, Reason(code, facts)


def bad(code: str, **facts: Fact) -> NotGoodError:
    """Return what is raised where something speaks against a credential."""
    return NotGoodError(Outcome.BAD, code, **facts)


def unknown(code: str, **facts: Fact) -> NotGoodError:
    """Return what is raised where something cannot be told."""
    return NotGoodError(Outcome.UNKNOWN, code, **facts)


@dataclass
class Findings:
    """Checks while they are made."""

    checks: list[Check] = field(default_factory=list)

    def make(self, name: str, check: Callable[[], Reason]) -> Outcome:
        """Make a check, note how it came out, and return that."""
        try:
            outcome, reason = Outcome.GOOD, check()
        except NotGoodError as found:
            outcome, reason = found.outcome, found.reason
        self.checks.append(Check(name, outcome, reason))
        return outcome

    def complete(self) -> tuple[Check, ...]:
        """Return all checks in their order; those that were not reached are told as not made."""
        made = {check.name: check for check in self.checks}
        return tuple(
            made.get(name, Check(name, Outcome.NOT_MADE, Reason("verify.not_made"))) for name in CHECKS
        )
