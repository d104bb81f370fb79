"""What the pages of this slice share: who may read them, their frame, forms, and words for what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.datastructures import State
from litestar.response import Redirect

from diversity_platform.accounts.access import form_of, reader_of
from diversity_platform.accounts.policies import may_operate
from diversity_platform.accounts.secrets import form_token
from diversity_platform.accounts.service import operator
from diversity_platform.web import answers
from diversity_platform.web.access import requires
from diversity_platform.web.answers import elsewhere, language_of
from diversity_platform.web.languages import LANGUAGES, SOURCE, words

if TYPE_CHECKING:
    from diversity_platform.audit.actors import Actor

PageRequest = Request[None, None, State]
Page = Response[str] | Response[None]
Answer = Page | Redirect

OPERATORS = [requires(reader_of, may_operate)]
PATH = "/operations"
#: Rows of a list on one page.
ON_A_PAGE = 50

#: code in the address after something was done -> what the page says
SAID: dict[str, str] = {
    "cancelled": words("The job is cancelled, or will be at its worker's next sign of life."),
    "retried": words("The job is queued again."),
    "discarded": words("The job is put away."),
    "queued": words("The job is queued."),
    "paused": words("The clock passes over this entry until you resume it."),
    "resumed": words("The clock regards this entry again."),
    "test-written": words("The test mail is in the outbox. Reload the page to see how it goes."),
    "sent-again": words("The mail waits for a worker."),
    "allowed": words("Mails to this address are sent again."),
    "not-held": words("No mail to this address was held back."),
}


async def show(request: PageRequest, template: str, here: str, /, **context: Any) -> Page:  # noqa: ANN401 - what templates need
    """Answer with a page of this slice; nobody keeps a copy of it on the way."""
    reader = await reader_of(request)
    frame: dict[str, Any] = {
        "here": here,
        "base": base(request),
        "form_token": form_token(reader.secret),
        "said": SAID.get(request.query_params.get("done", ""), ""),
    }
    answer = answers.page(request, f"operations/{template}.html", **frame, **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def acting(request: PageRequest) -> tuple[Actor, dict[str, str]]:
    """Return who acts, and the form that they have sent.

    Raises
    ------
    FormRefusedError
        If it is no form of ours.
    """
    reader = await reader_of(request)
    return operator(reader.pass_id), await form_of(request, reader)


def back(request: PageRequest, path: str, done: str) -> Redirect:
    """Go to a page of this slice, which says what was done."""
    return elsewhere(f"{base(request)}{path}", urlencode({"done": done}))


def base(request: PageRequest) -> str:
    """Return the address that all pages of this slice begin with."""
    return f"/{(language_of(request) or LANGUAGES[SOURCE]).code}{PATH}"
