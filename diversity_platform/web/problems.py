"""Problems as answers: RFC 9457 for programs, the same words on a page for people.

The table from errors to problems is handed in by the application; nothing here knows a slice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from pydantic import BaseModel, ConfigDict, Field

from diversity_platform.web.answers import language_of, render
from diversity_platform.web.languages import preferred, translations, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.types import ExceptionHandlersMap

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
#: Addresses of programs begin so; everything else is read by people.
API = "/api/"


@dataclass(frozen=True)
class Problem:
    """A kind of problem; its words are keys of the catalogues and may name fields of the error.

    Attributes
    ----------
    status
        Of the answer.
    code
        Its address is ``/problems#<code>``.
    title
        The kind, the same for every occurrence.
    detail
        What is wrong this time, with ``%(field)s`` of the error.
    remedy
        What the reader can do.
    """

    status: int
    code: str
    title: str
    detail: str
    remedy: str


class ProblemAnswer(BaseModel):
    """A problem, as RFC 9457 has it."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    remedy: Annotated[str, Field(description="What can be done about it.")]
    faults: Annotated[list[str], Field(description="Single faults of the request, with their place.")]


#: Problems of the protocol, which have no error of ours.
PROTOCOL: dict[int, Problem] = {
    problem.status: problem
    for problem in (
        Problem(
            400,
            "bad-request",
            words("The request cannot be understood"),
            words("A part of the address or of what was sent has another form than expected."),
            words("Check the address. Programs find the expected form in the description of the interface."),
        ),
        Problem(
            404,
            "not-found",
            words("There is no such page"),
            words("Nothing is published at this address."),
            words("Check the address, or start from the first page."),
        ),
        Problem(
            405,
            "method-not-allowed",
            words("This cannot be done here"),
            words("The address exists, but does not allow this method."),
            words("Use one of the methods that the answer names."),
        ),
        Problem(
            413,
            "too-large",
            words("Too much was sent"),
            words("What was sent is larger than this address takes."),
            words("Send it in parts."),
        ),
        Problem(
            500,
            "internal",
            words("A mistake of ours"),
            words("The page could not be made. The mistake is in our records; nothing was changed."),
            words("Try again in a while. If it stays, tell those who run this site."),
        ),
    )
}


def handlers(table: Mapping[type[Exception], Problem]) -> ExceptionHandlersMap:
    """Return the exception handlers of an application.

    Parameters
    ----------
    table
        Every public error of the slices, with its problem.
    """

    def known(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        return _answer(request, table[type(error)], _printable(vars(error)))

    def protocol(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
        problem = PROTOCOL.get(error.status_code) or PROTOCOL[400]
        if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return unknown(request, error)
        faults = []
        if isinstance(error, ValidationException) and isinstance(error.extra, list):
            faults = [f"{entry.get('key', '')}: {entry.get('message', '')}" for entry in error.extra]
        return _answer(request, problem, {}, faults, error.headers)

    def unknown(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        # not the address itself: it may hold a name, or what lets somebody in
        where = request.scope.get("path_template") or "(no such address)"
        _log.error("%s %s", request.method, where, exc_info=error)
        return _answer(request, PROTOCOL[500], {})

    return {**dict.fromkeys(table, known), HTTPException: protocol, Exception: unknown}


def _printable(fields: Mapping[str, object]) -> dict[str, object]:
    """Return fields of an error as they can stand on a page: an address may hold anything."""
    return {
        name: "".join(sign if sign.isprintable() else "\ufffd" for sign in str(value))
        for name, value in fields.items()
    }


def _answer(
    request: Request[Any, Any, Any],
    problem: Problem,
    fields: Mapping[str, object],
    faults: list[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[Any]:
    path = request.scope["path"]
    language = language_of(request)
    if language is None or not language.is_complete:
        language = preferred(request.headers.get("accept-language", ""))
    catalogue = translations(language.code)
    document = ProblemAnswer(
        type=f"/problems#{problem.code}",
        title=catalogue.gettext(problem.title),
        status=problem.status,
        detail=catalogue.gettext(problem.detail) % fields,
        instance=quote(path),
        remedy=catalogue.gettext(problem.remedy),
        faults=faults or [],
    )
    kept = {"Content-Language": language.code, "Cache-Control": "no-store", **(headers or {})}
    if path.startswith(API):
        return Response(document, status_code=problem.status, media_type=MEDIA_TYPE, headers=kept)
    answer = render(request, "web/problem.html", language, problem=document)
    return Response(answer, status_code=problem.status, media_type="text/html", headers=kept)
