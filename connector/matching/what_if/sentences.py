"""A change as a phrase: what would be stated, and what is stated now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.matching.columns.codes import base_of, best_levels
from connector.reasons import Money, Named, Reason

if TYPE_CHECKING:
    from connector.matching.what_if.suggestions import Option
    from connector.parties import StartUp
    from connector.reasons import Fact


def registering(startup: StartUp, _: Option) -> Reason:
    """Say that the company is registered."""
    return Reason(f"what_if.is_registered.{'state' if startup.is_registered is None else 'change'}")


def permission(startup: StartUp, _: Option) -> Reason:
    """Say that the founders may register a company here."""
    now = startup.may_register
    return Reason(f"what_if.may_register.{'state' if now is None else now.value}")


def stage(startup: StartUp, option: Option) -> Reason:
    """Say at which stage the start-up is."""
    facts: dict[str, Fact] = {"stage": Named("stages", option.value)}
    if startup.stage is None:
        return Reason("what_if.stage.state", facts)
    return Reason("what_if.stage.change", facts | {"now": Named("stages", startup.stage)})


def sector(startup: StartUp, option: Option) -> Reason:
    """Say in which sector the start-up works."""
    (code,) = option.value
    kind = "narrow" if startup.sectors else "state"
    return Reason(f"what_if.sectors.{kind}", {"sector": Named("sectors", code)})


def place(startup: StartUp, option: Option) -> Reason:
    """Say where the start-up is."""
    facts: dict[str, Fact] = {}
    if option.offer:
        facts["offer"] = option.offer
    country = option.value.country
    if country is not None and (startup.place is None or startup.place.country is None):
        facts["country"] = Named("countries", country)
    return Reason(f"what_if.place.{_PLACES[tuple(facts)]}", facts)


_PLACES = {("country",): "country", ("offer",): "exact", ("offer", "country"): "both"}


def language(startup: StartUp, option: Option) -> Reason:
    """Say how well the start-up works in a language."""
    ((tag, level),) = option.value.items()
    facts: dict[str, Fact] = {"language": Named("languages", tag), "level": level}
    if not startup.languages:
        return Reason("what_if.languages.state", facts)
    now = best_levels(startup.languages).get(base_of(tag))
    if now is None:
        return Reason("what_if.languages.learn", facts)
    return Reason("what_if.languages.improve", facts | {"now": now})


def ticket(startup: StartUp, option: Option) -> Reason:
    """Say which sum is sought."""
    facts: dict[str, Fact] = {"sum": Money(option.value.value, option.value.currency)}
    now = startup.ticket
    if now is None:
        return Reason("what_if.ticket.state", facts)
    return Reason("what_if.ticket.change", facts | {"now": Money(now.value, now.currency)})


def team_size(startup: StartUp, option: Option) -> Reason:
    """Say how many work in the start-up."""
    facts: dict[str, Fact] = {"people": option.value}
    if startup.team_size is None:
        return Reason("what_if.team_size.state", facts)
    return Reason("what_if.team_size.change", facts | {"now": startup.team_size})
