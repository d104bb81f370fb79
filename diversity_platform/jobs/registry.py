"""From a job's name to its handler: ``ratings.rate_city`` is `rate_city` in the jobs of the slice ratings."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from diversity_platform.jobs.errors import UnknownJobError
from diversity_platform.jobs.models import Lane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from diversity_platform.jobs.work import Work


Function = TypeVar("Function", bound="Callable[..., Any]")


class Handler(Protocol):
    """Does one job; may be run again after a crash and must then change nothing twice."""

    lane: Lane

    def __call__(self, work: Work, /, **arguments: str) -> Awaitable[None]:
        """Do the work."""


def job(function: Function) -> Function:
    """Mark a function in a slice's ``jobs.py`` as a job that takes a second or two."""
    return _in_lane(function, Lane.USUAL)


def long_job(function: Function) -> Function:
    """Mark a function in a slice's ``jobs.py`` as a job that others should not have to wait for."""
    return _in_lane(function, Lane.LONG)


def _in_lane(function: Function, lane: Lane) -> Function:
    function.lane = lane  # type: ignore[attr-defined] # functions take attributes
    return function


@cache
def handler(name: str) -> Handler:
    """Return the handler of a job.

    Names are looked up when they are used, so that a lower slice can enqueue the job of a higher one
    without knowing it.

    Raises
    ------
    UnknownJobError
        If there is none.
    """
    room, _, function = name.partition(".")
    module = f"diversity_platform.{room}.jobs"
    try:
        found = getattr(import_module(module), function, None)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise  # a slice is there, and something that it needs is not
        raise UnknownJobError(name) from error
    if not isinstance(getattr(found, "lane", None), Lane):
        raise UnknownJobError(name)
    return found  # type: ignore[return-value] # marked by `job` or `long_job`
