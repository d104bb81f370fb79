"""Answers that handlers give: pages, tables, and "you have that already"."""

from __future__ import annotations

import csv
import hashlib
import io
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from litestar import Request, Response
from litestar.response import Redirect

from diversity_platform import __version__
from diversity_platform.web.assets import assets
from diversity_platform.web.languages import LANGUAGES
from rating.documents.rows import for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diversity_platform.web.languages import Language
    from diversity_platform.web.rendering import Pages
    from rating.documents.rows import Cell

#: So many pages that do not change stay rendered.
_KEPT = 256
_RENDERED: dict[tuple[str, str, str], str] = {}

HTML = "text/html"
CSV = "text/csv"

AnyRequest = Request[Any, Any, Any]


def language_of(request: AnyRequest) -> Language | None:
    """Return the language that the address asks for, None where it does not."""
    first = request.scope["path"].lstrip("/").partition("/")[0]
    return LANGUAGES.get(first)


def render(request: AnyRequest, template: str, language: Language, /, **context: object) -> str:
    """Render a template, with the address of the page in every other language."""
    pages = cast("Pages", request.app.state.pages)
    path = request.scope["path"]
    first, _, rest = path.lstrip("/").partition("/")
    below = f"/{rest}" if first in LANGUAGES and rest else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return pages.render(template, language, below=quote(below), query=query, **context)


def page(
    request: AnyRequest, template: str, /, *, version: str = "", **context: object
) -> Response[str] | Response[None]:
    """Answer with a page in the language of its address.

    Parameters
    ----------
    template
        Its name below the folders of templates.
    version
        Changes whenever the page does; with it a browser asks "still the same?" and may be told so.
    context
        What the template needs.
    """
    language = language_of(request)
    if language is None:
        raise LookupError(f"{request.scope['path']} states no language")
    headers = {"Content-Language": language.code, "Cache-Control": "no-cache"}
    if version:
        headers["ETag"] = f'W/"{version}-{language.code}-{build()}"'
        if has_it(request, headers["ETag"]):
            return Response(None, status_code=304, headers=headers)
    # what has not changed need not be made again, either
    key = (request.scope["path"], request.url.query, headers.get("ETag", ""))
    text = _RENDERED.get(key) if version else None
    if text is None:
        text = render(request, template, language, **context)
        if version:
            _RENDERED[key] = text
            while len(_RENDERED) > _KEPT:
                _RENDERED.pop(next(iter(_RENDERED)))
    return Response(text, media_type=HTML, headers=headers)


def has_it(request: AnyRequest, etag: str) -> bool:
    """Tell whether a browser has this very answer already."""
    known = (entry.strip() for entry in request.headers.get("if-none-match", "").split(","))
    return etag in known


@cache
def build() -> str:
    """Return what tells this build of the product from others: pages name assets by their digest."""
    parts = (__version__, *(asset.digest for asset in assets().values()))
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:8]


def table(columns: Sequence[str], rows: Iterable[Iterable[Cell]], name: str) -> Response[bytes]:
    """Answer with a CSV table that a browser saves under a name; UTF-8 with the mark spreadsheets need."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(for_spreadsheets(row) for row in rows)
    return Response(
        ("\ufeff" + stream.getvalue()).encode(),
        media_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-cache"},
    )


def elsewhere(address: str, query: str = "") -> Redirect:
    """Send a reader to another address of this site; signs that mean something in addresses are quoted.

    Parameters
    ----------
    address
        A path.
    query
        What follows its question mark, encoded.
    """
    return Redirect(quote(address) + (f"?{quote(query, safe='=&%+')}" if query else ""), status_code=303)
