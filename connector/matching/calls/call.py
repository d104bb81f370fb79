"""A call: what is declared before anybody applies, and the applications that come while it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from connector.errors import CannotMatchError
from connector.matching.calls.errors import OutsideCallError
from connector.matching.cohort import Mixing
from connector.parties import Connector, Funder, Service, StartUp
from connector.parties.record import Code, Identifier, Name, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


class Call(Record):
    """What an organiser declares, and does not change while applications come in.

    Attributes
    ----------
    id, title
        How it is called in files, and for readers.
    opens, closes
        First and last day on which somebody can apply.
    connectors
        Who takes start-ups in this intake, at least one; each states its `capacity`, the places of this
        intake.
    policy
        How introductions are shared out where places are few: for `connector.recommend` to those who look
        for an offer. Places of the intake itself are assigned by `connector.assign`.
    mixing
        Bounds for mixing, for all connectors or by their id.
    rubric, rubric_version
        What applications are read for.
    reads_per_application
        How many readers read each application, at least.
    tolerance
        By how much the totals of its readers may differ, as a share of all points, before they have to talk.
    allows_for_strictness
        Whether scores are adjusted for strict and mild readers before places are assigned, where that can be
        done (`connector.matching.calls.strictness`). Both scores are told either way.

    Examples
    --------
    The policy of a call shares out introductions while it is open:

    >>> from connector.matching.recommend import recommend
    >>> from connector.parties import Parties
    >>> hub = Connector(id="hub", name="Hub", capacity=1, needs={"finance": []})
    >>> call = Call(
    ...     id="spring", title="Spring intake", opens=date(2026, 3, 2), closes=date(2026, 4, 3),
    ...     connectors=[hub], policy="serve_most",
    ... )
    >>> asking = tuple(StartUp(id=one, name=one, needs={"finance": 3}) for one in ("a", "b"))
    >>> found = recommend(Parties(asking, call.connectors), call.policy, today=call.opens, asks=1)
    >>> [[one.offer for one in found.list_of(row)] for row in range(2)]
    [['hub'], ['hub']]
    """

    id: Identifier
    title: Name
    opens: date
    closes: date
    connectors: Annotated[
        tuple[Annotated[Connector | Funder | Service, Field(discriminator="kind")], ...], Field(min_length=1)
    ]
    policy: Literal["best_fit", "serve_most", "balance"] = "balance"
    mixing: Mixing | Mapping[Identifier, Mixing] = Mixing()
    rubric: Code = "incubator_intake"
    rubric_version: str = "2026-1"
    reads_per_application: Annotated[int, Field(ge=1)] = 2
    tolerance: Annotated[float, Field(ge=0, le=1)] = 0.25
    allows_for_strictness: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.opens > self.closes:
            raise ValueError(f"it closes ({self.closes}) before it opens ({self.opens})")
        places: dict[str, int] = {}
        for one in self.connectors:
            if one.id in places:
                raise ValueError(f"two connectors are called '{one.id}': an id names one")
            if one.capacity is None:
                raise ValueError(f"'{one.id}' states no capacity: say how many places it has in this intake")
            places[one.id] = one.capacity
        bounds = self.mixing if isinstance(self.mixing, Mapping) else dict.fromkeys(places, self.mixing)
        for connector, mixing in bounds.items():
            if connector not in places:
                raise ValueError(f"there is no connector called '{connector}' to bound")
            asked = mixing.mainstream + mixing.under_represented
            if asked > places[connector]:
                raise ValueError(
                    f"'{connector}' has {places[connector]} places, and its bounds ask for {asked}"
                )
        return self


class Application(Record):
    """A start-up that applies.

    Attributes
    ----------
    startup
        Its profile as it stood when it applied.
    day
        When that was.
    """

    startup: StartUp
    day: date


def submit_application(
    application: Application, applications: Iterable[Application], call: Call
) -> tuple[Application, ...]:
    """Return the applications of a call with one more.

    Raises
    ------
    OutsideCallError
        If it comes before the call opens or after it closed.
    CannotMatchError
        If the start-up has applied already.
    """
    found = (*applications, application)
    check_applications(found, call)
    return found


def check_applications(applications: Iterable[Application], call: Call) -> None:
    """Check that applications came while a call was open, one of each start-up.

    Raises
    ------
    OutsideCallError, CannotMatchError
        As `submit_application`.
    """
    times: Counter[str] = Counter()
    for one in applications:
        if not call.opens <= one.day <= call.closes:
            raise OutsideCallError(one.startup.id, one.day, call.opens, call.closes)
        times[one.startup.id] += 1
        if times[one.startup.id] > 1:
            raise CannotMatchError(
                f"'{one.startup.id}' applied to '{call.id}' twice: keep the application that counts."
            )
