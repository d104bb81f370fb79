"""The privacy budget of some people: what may be spent on them in all, and what each release has spent."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rating.errors import RatingError

if TYPE_CHECKING:
    from rating.disclosure.tables import Tables

SCHEMA: Final = "budget/1"

#: No budget is larger; nothing in a file, variable, flag or row raises it. With 3 in all, a reader who would
#: have bet even money on whether a person is counted is at most 95.3 % sure afterwards: e^3 / (1 + e^3). For
#: the groups of a person who is known to be counted the bound is twice as wide: e^6 to one.
MOST_EPSILON: Final = 3.0
#: Below this, noise of thousands of people drowns every count, and the budget buys nothing.
LEAST_EPSILON: Final = 0.001

_Epsilon = Annotated[float, Field(gt=0, le=MOST_EPSILON)]
_Text = Annotated[str, Field(min_length=1)]


class LedgerError(RatingError):
    """A ledger is faulty, or is not about these people.

    Parameters
    ----------
    place
        The key in the ledger, or "" for the ledger as a whole.
    message
        What is wrong, as a sentence.
    remedy
        What the publisher can do about it, as a sentence.
    """

    def __init__(self, place: str, message: str, remedy: str) -> None:
        self.place, self.message, self.remedy = place, message, remedy
        super().__init__(f"{place}: {message} {remedy}" if place else f"{message} {remedy}")


class BudgetSpentError(LedgerError):
    """A release would spend more than is left."""

    def __init__(self, asked: float, left: float, budget: float) -> None:
        self.asked, self.left, self.budget = asked, left, budget
        super().__init__(
            "budget",
            f"the release needs epsilon {asked:g}; {left:g} of {budget:g} is left.",
            f"Ask for an epsilon of {left:g} or less."
            if left >= LEAST_EPSILON
            else "Nothing more can be published about these people: a budget is not raised.",
        )


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class People(_Strict):
    """Whose budget it is: everybody in some units on one day, however their counts are cut.

    Attributes
    ----------
    reference_date
        The day the counts describe, "" where it is not stated.
    key
        The widest key that tells units apart, for example ``company``; "" where there is none.
    units
        Its values, in order.
    """

    reference_date: str
    key: str
    units: tuple[str, ...]


class Spending(_Strict):
    """One release.

    Attributes
    ----------
    at
        When, as the publisher's clock had it (ISO 8601).
    keys
        The key columns of what was released.
    attributes
        The attributes in it; none where the keys hold no attribute.
    mechanism
        Name of the distribution that the noise was drawn from.
    scale
        Of the noise of each base cell, people.
    epsilon
        The privacy loss for one person, all attributes together.
    """

    at: _Text
    keys: tuple[_Text, ...]
    attributes: tuple[_Text, ...]
    mechanism: _Text
    scale: Annotated[float, Field(gt=0)]
    epsilon: _Epsilon


class Ledger(_Strict):
    """A budget and the releases that were paid from it.

    Epsilons are added as decimals, the way they are printed: ten times 0.1 is 1, and a sum is right to the
    last digit of what stands in the file.

    Attributes
    ----------
    people
        Whose budget it is.
    budget
        Epsilon that all releases may spend together, at most `MOST_EPSILON`.
    releases
        What was released, oldest first.
    """

    people: People
    budget: _Epsilon
    releases: tuple[Spending, ...] = ()

    @model_validator(mode="after")
    def _within_budget(self) -> Ledger:
        if self._left < 0:
            raise ValueError("the releases spend more than the budget")
        return self

    @property
    def _left(self) -> Decimal:
        return _decimal(self.budget) - sum((_decimal(entry.epsilon) for entry in self.releases), Decimal())

    @property
    def spent(self) -> float:
        """Return the epsilon of all releases together."""
        return float(_decimal(self.budget) - self._left)

    @property
    def left(self) -> float:
        """Return the epsilon that may still be spent."""
        return float(self._left)

    def spend(self, people: People, spending: Spending) -> Ledger:
        """Return the ledger with one more release.

        Parameters
        ----------
        people
            Whom the release is about. Some of the ledger's units will do: their people are then charged like
            everybody, which is more than they need and never less.
        spending
            The release.

        Raises
        ------
        LedgerError
            If it is about other people than the ledger.
        BudgetSpentError
            If the budget does not suffice.
        """
        self._refuse_others(people)
        if _decimal(spending.epsilon) > self._left:
            raise BudgetSpentError(spending.epsilon, self.left, self.budget)
        return self.model_copy(update={"releases": (*self.releases, spending)})

    def _refuse_others(self, people: People) -> None:
        remedy = (
            "Name the ledger of these people. Open a new one only for people whom no ledger counts: what is "
            "spent on the same people adds up, whatever file it stands in."
        )
        own, others = self.people, sorted(set(people.units) - set(self.people.units))
        if people.reference_date != own.reference_date:
            days = [
                text or "a day that is not stated" for text in (own.reference_date, people.reference_date)
            ]
            raise LedgerError(
                "people.reference_date", f"the ledger is about {days[0]}, the counts about {days[1]}.", remedy
            )
        if people.key != own.key:
            keys = [f"'{text}'" if text else "nothing" for text in (own.key, people.key)]
            raise LedgerError(
                "people.key", f"the ledger tells units apart by {keys[0]}, the counts by {keys[1]}.", remedy
            )
        if others:
            more = f" and {len(others) - 1:,} more" if len(others) > 1 else ""
            raise LedgerError(
                "people.units", f"the ledger does not count the people of '{others[0]}'{more}.", remedy
            )

    def digest(self) -> str:
        """Return the SHA-256 of the ledger's content: a slip of a text editor shows, a forger can redo it."""
        content = json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(content.encode()).hexdigest()

    def as_text(self) -> str:
        """Return the ledger as it stands in a file (``budget/1``)."""
        document = {"schema": SCHEMA, **self.model_dump(mode="json"), "digest": self.digest()}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def people_of(tables: Tables, reference_date: str) -> People:
    """Return whom tables of counts are about.

    Parameters
    ----------
    tables
        The counts.
    reference_date
        The day they describe, "" where it is not stated.
    """
    leaves = (unit for unit, is_leaf in zip(tables.units, tables.leaves, strict=True) if is_leaf)
    units = tuple(sorted({unit[0] for unit in leaves})) if tables.unit_keys else ()
    return People(reference_date=reference_date, key=next(iter(tables.unit_keys), ""), units=units)


def new_ledger(people: People, budget: float) -> Ledger:
    """Open a ledger.

    Parameters
    ----------
    people
        Whose budget it is.
    budget
        Epsilon of all their releases together, from `LEAST_EPSILON` to `MOST_EPSILON`.

    Raises
    ------
    LedgerError
        If the budget lies outside.
    """
    if not LEAST_EPSILON <= budget <= MOST_EPSILON:  # also when it is no number
        raise LedgerError(
            "budget",
            f"it is {budget:g}.",
            f"Choose one between {LEAST_EPSILON:g} and {MOST_EPSILON:g}, which nothing raises.",
        )
    return Ledger(people=people, budget=float(budget))


def ledger_of(text: str) -> Ledger:
    """Read a ledger as `Ledger.as_text` writes it.

    Parameters
    ----------
    text
        The content of the file.

    Raises
    ------
    LedgerError
        If it is no JSON, does not follow the format ``budget/1``, spends more than its budget, or was changed
        by other hands; with the place of the first fault.
    """
    remedy = "Restore the file from a copy; see docs/formats/open-data.md."
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        raise LedgerError("", f"this is no JSON ({error}).", remedy) from error
    if not isinstance(document, dict) or document.pop("schema", None) != SCHEMA:
        raise LedgerError("schema", f"this is no '{SCHEMA}' document.", remedy)
    digest = document.pop("digest", None)
    try:
        # back through JSON, where a list stands for a tuple also when types are strict
        ledger = Ledger.model_validate_json(json.dumps(document))
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part) for part in wrong["loc"]) or "releases"
        raise LedgerError(place, f"{wrong['msg']}.", remedy) from error
    if digest != ledger.digest():
        raise LedgerError("digest", "it does not fit: the ledger was changed by hand or is damaged.", remedy)
    return ledger


def _decimal(number: float) -> Decimal:
    """Return the number that is printed, not its neighbour that a computer can store."""
    return Decimal(repr(number))
