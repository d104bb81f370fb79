"""Coming in and leaving."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import QueryParameter
from litestar.response import Redirect

from diversity_platform.accounts.access import cookie, form_of, local, reader_of, refuse_from_elsewhere
from diversity_platform.accounts.errors import PassRefusedError
from diversity_platform.accounts.queries import is_pass
from diversity_platform.accounts.service import enter, leave, operator
from diversity_platform.jobs.work import utc_now
from diversity_platform.web import answers
from diversity_platform.web.answers import elsewhere, language_of
from diversity_platform.web.languages import LANGUAGES, SOURCE

PageRequest = Request[None, None, State]
Page = Response[str] | Response[None]

_LONGEST = 2000


class EnterController(Controller):
    """The page where operators come in."""

    include_in_schema = False

    @get("/enter")
    async def form(
        self, request: PageRequest, to: Annotated[str, QueryParameter(max_length=_LONGEST)] = ""
    ) -> Page:
        """Show the form. Looking at it changes nothing."""
        return _form(request, to, is_refused=False)

    @post("/enter", status_code=200)
    async def enter(self, request: PageRequest, state: State) -> Page | Redirect:
        """Come in with a pass."""
        refuse_from_elsewhere(request)
        form = await request.form()
        to, typed = str(form.get("to", "")), str(form.get("pass", ""))[:_LONGEST]
        if not await is_pass(state.database.statements, typed, now=utc_now()):
            return _form(request, to, is_refused=True)
        try:
            async with state.database.writing.begin() as db:
                secret = await enter(db, typed, now=utc_now())
        except PassRefusedError:  # somebody else was quicker
            return _form(request, to, is_refused=True)
        path, _, query = (local(to) or _home(request)).partition("?")
        answer = elsewhere(path, query)
        answer.set_cookie(cookie(state.settings, secret))
        return answer

    @post("/leave", status_code=200)
    async def leave(self, request: PageRequest, state: State) -> Redirect:
        """End the session."""
        reader = await reader_of(request)
        await form_of(request, reader)
        async with state.database.writing.begin() as db:
            await leave(db, reader.session, by=operator(reader.pass_id), now=utc_now())
        answer = elsewhere(_language(request))
        answer.set_cookie(cookie(state.settings, ""))
        return answer


def _form(request: PageRequest, to: str, *, is_refused: bool) -> Page:
    answer = answers.page(request, "accounts/enter.html", to=local(to), is_refused=is_refused)
    answer.headers["Cache-Control"] = "no-store"
    answer.status_code = 422 if is_refused else 200
    return answer


def _language(request: PageRequest) -> str:
    return f"/{(language_of(request) or LANGUAGES[SOURCE]).code}"


def _home(request: PageRequest) -> str:
    return f"{_language(request)}/operations"
