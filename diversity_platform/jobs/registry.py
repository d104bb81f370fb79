"""From a job's name to its handler: ``ratings.rate_city`` is `rate_city` in the jobs of the slice ratings."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from diversity_platform.jobs.errors import UnknownJobError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from diversity_platform.jobs.work import Work


Function = TypeVar("Function", bound="Callable[..., Any]")


class Handler(Protocol):
    """Does one job; may be run again after a crash and must then change nothing twice."""

    is_job: bool

    def __call__(self, work: Work, /, **arguments: str) -> Awaitable[None]:
        """Do the work."""


def job(function: Function) -> Function:
    """Mark a function in a slice's ``jobs.py`` as a job."""
    function.is_job = True  # type: ignore[attr-defined] # functions take attributes
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
    try:
        found = getattr(import_module(f"diversity_platform.{room}.jobs"), function, None)
    except ModuleNotFoundError as error:
        raise UnknownJobError(name) from error
    if not getattr(found, "is_job", False):
        raise UnknownJobError(name)
    return found  # type: ignore[return-value] # marked by `job`
