"""Which entries of the audit a command is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from diversity_platform.audit.queries import Filter

Function = TypeVar("Function", bound="Callable[..., Any]")

_MOMENTS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S")
_OPTIONS = (
    click.option("--action", default="", help="Beginning of what was done: editions, editions.published."),
    click.option("--actor", default="", help="Beginning of who did it, or for whom: command, command:alice."),
    click.option("--thing", default="", help="Beginning of what it was done to: city, edition:0192…"),
    click.option("--since", type=click.DateTime(_MOMENTS), help="First moment, UTC."),
    click.option(
        "--until", type=click.DateTime(_MOMENTS), help="First moment that is no longer wanted, UTC."
    ),
)


def filtered(command: Function) -> Function:
    """Give a command the options that choose entries."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def filter_of(
    *, action: str, actor: str, thing: str, since: datetime | None, until: datetime | None
) -> Filter:
    """Return the filter that the options state."""
    from diversity_platform.audit.queries import Filter  # noqa: PLC0415 - loaded when needed

    first, last = (moment and moment.replace(tzinfo=UTC) for moment in (since, until))
    return Filter(action=action, actor=actor, thing=thing, since=first, until=last)
