"""Who asks: the cookie of a session, forms that are ours, and where somebody goes after coming in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from litestar.datastructures import Cookie

from diversity_platform.accounts.errors import FormRefusedError, NotSignedInError
from diversity_platform.accounts.queries import Reader, reader_by_secret
from diversity_platform.accounts.secrets import is_form_token
from diversity_platform.accounts.service import SESSION_LASTS
from diversity_platform.jobs.work import utc_now
from diversity_platform.web.answers import elsewhere, language_of
from diversity_platform.web.languages import preferred

if TYPE_CHECKING:
    from litestar import Request
    from litestar.connection import ASGIConnection
    from litestar.response import Redirect

    from diversity_platform.settings import Settings

#: What browsers say of where a request comes from, where it is not from another site.
_NOT_FROM_ELSEWHERE = {"same-origin", "none"}


async def reader_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Reader:
    """Return who asks.

    Raises
    ------
    NotSignedInError
        If nobody has come in with the browser that asks.
    """
    known: Reader | None = connection.scope["state"].get("reader")  # asked before in this request
    if known is not None:
        return known
    secret = connection.cookies.get(cookie_name(connection.app.state.settings), "")
    database = connection.app.state.database
    found = await reader_by_secret(database.statements, secret, now=utc_now()) if secret else None
    if found is None:
        raise NotSignedInError
    connection.scope["state"]["reader"] = found
    return found


def cookie(settings: Settings, secret: str) -> Cookie:
    """Return the cookie of a session; without a secret, one that ends it."""
    return Cookie(
        key=cookie_name(settings),
        value=secret,
        path="/",
        max_age=int(SESSION_LASTS.total_seconds()) if secret else 0,
        secure=_is_encrypted(settings),
        httponly=True,
        samesite="lax",
    )


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie; with the prefix browsers take it from this very host alone."""
    return "__Host-session" if _is_encrypted(settings) else "session"


async def form_of(request: Request[Any, Any, Any], reader: Reader) -> dict[str, str]:
    """Return the fields of a form that a page of ours has sent.

    Raises
    ------
    FormRefusedError
        If it comes from elsewhere, or from a page of an earlier session.
    """
    form = {name: str(value) for name, value in (await request.form()).items()}
    if not is_form_token(form.get("form_token", ""), reader.secret):
        raise FormRefusedError
    return form


def refuse_from_elsewhere(request: Request[Any, Any, Any]) -> None:
    """Refuse what another site has a browser send, where there is no session yet to tell by.

    Raises
    ------
    FormRefusedError
        If the browser says that it comes from another site.
    """
    origin = request.headers.get("origin", "")
    if request.headers.get("sec-fetch-site", "none") not in _NOT_FROM_ELSEWHERE or (
        origin not in {"", "null"} and urlsplit(origin).netloc != request.headers.get("host", "")
    ):
        raise FormRefusedError


def local(address: str) -> str:
    """Return an address of this site to go to, "" for any other."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() and "\\" not in address else ""


def to_entrance(request: Request[Any, Any, Any]) -> Redirect:
    """Send a reader to the page where one comes in, and back from there."""
    language = language_of(request) or preferred(request.headers.get("accept-language", ""))
    asked = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
    return elsewhere(f"/{language.code}/enter", urlencode({"to": asked}))


def _is_encrypted(settings: Settings) -> bool:
    return settings.public_address.startswith("https:")
