"""Answers that handlers give: pages, tables, and "you have that already"."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, cast

from litestar import Request, Response
from litestar.response import Redirect

from diversity_platform.web.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from diversity_platform.web.languages import Language
    from diversity_platform.web.rendering import Pages

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
    return pages.render(template, language, path=path, below=below, **context)


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
    headers = {"Content-Language": language.code}
    if version:
        etag = f'W/"{version}-{language.code}"'
        headers |= {"ETag": etag, "Cache-Control": "no-cache", "Vary": "HX-Request"}
        if request.headers.get("if-none-match") == etag and "hx-request" not in request.headers:
            return Response(None, status_code=304, headers=headers)
    return Response(render(request, template, language, **context), media_type=HTML, headers=headers)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response[bytes]:
    """Answer with a CSV table that a browser saves under a name; UTF-8 with the mark spreadsheets need."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return Response(
        ("\ufeff" + stream.getvalue()).encode(),
        media_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-cache"},
    )


def elsewhere(address: str) -> Redirect:
    """Send a reader to another address of this site."""
    return Redirect(address, status_code=303)
