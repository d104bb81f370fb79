"""Who may read what: each room of private pages names who loads the reader, and the rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from litestar.exceptions import NotFoundException

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

    Connection = ASGIConnection[Any, Any, Any, Any]

Reader = TypeVar("Reader")


def requires(
    load: Callable[[Connection], Awaitable[Reader]], policy: Callable[[Reader], bool]
) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    """Return a guard that lets in whom a rule allows; for others there is no such page.

    Parameters
    ----------
    load
        Returns who asks, or raises what the slice of accounts raises where nobody has come in.
    policy
        The rule.
    """

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        if not policy(await load(connection)):
            raise NotFoundException

    return guard
