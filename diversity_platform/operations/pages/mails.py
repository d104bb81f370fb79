"""Mails: the log, a test, and what can be done with those that did not get through."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from diversity_platform.jobs.work import utc_now
from diversity_platform.mail.errors import BadAddressError
from diversity_platform.mail.models import MailState
from diversity_platform.mail.queries import mails, number_by_state
from diversity_platform.operations import service
from diversity_platform.operations.pages.room import (
    ON_A_PAGE,
    OPERATORS,
    PATH,
    Answer,
    Page,
    PageRequest,
    acting,
    back,
    show,
)
from diversity_platform.operations.schemas import MailView
from diversity_platform.web.languages import OFFERED, words

#: state -> its word on pages
STATES = {
    "waiting": words("waiting"),
    "sent": words("sent"),
    "bounced": words("came back"),
    "held": words("held back"),
    "failed": words("given up"),
}
_LONGEST = 320


class MailController(Controller):
    """Pages about mails."""

    path = f"{PATH}/mails"
    guards = OPERATORS
    include_in_schema = False

    @get("/")
    async def mails(
        self,
        request: PageRequest,
        *,
        state: State,
        status: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
        before: Annotated[UUID | None, QueryParameter()] = None,
    ) -> Page:
        """List mails, the latest first."""
        return await _list(request, state, status=status, before=before)

    @post("/", status_code=200)
    async def search(self, request: PageRequest, state: State) -> Page:
        """List the mails to one address; it stands in no address of a page, and so in no log."""
        _, form = await acting(request)
        return await _list(request, state, to=form.get("to", "")[:_LONGEST].strip())

    @post("/test", status_code=200)
    async def test(self, request: PageRequest, state: State) -> Answer:
        """Write a test mail."""
        by, form = await acting(request)
        to, language = form.get("address", "")[:_LONGEST].strip(), form.get("language", "")
        offered = [one.code for one in OFFERED]
        try:
            async with state.database.writing.begin() as db:
                chosen = language if language in offered else offered[0]
                await service.send_test_mail(db, to, chosen, by=by, now=utc_now())
        except BadAddressError:
            answer = await _list(request, state, address=to, is_refused=True)
            answer.status_code = 422
            return answer
        return back(request, "/mails", "test-written")

    @post("/allow", status_code=200)
    async def allow(self, request: PageRequest, state: State) -> Redirect:
        """Send to an address again that mail came back from."""
        by, form = await acting(request)
        async with state.database.writing.begin() as db:
            was_held = await service.allow_address(db, form.get("held", "")[:_LONGEST], by=by, now=utc_now())
        return back(request, "/mails", "allowed" if was_held else "not-held")

    @post("/{mail:uuid}/again", status_code=200)
    async def again(self, request: PageRequest, state: State, mail: FromPath[UUID]) -> Redirect:
        """Send a mail once more that did not get through."""
        by, _ = await acting(request)
        async with state.database.writing.begin() as db:
            await service.send_mail_again(db, mail, by=by, now=utc_now())
        return back(request, "/mails", "sent-again")


async def _list(
    request: PageRequest,
    state: State,
    *,
    status: str = "",
    to: str = "",
    before: UUID | None = None,
    address: str = "",
    is_refused: bool = False,
) -> Page:
    wanted = MailState(status) if status in STATES else None
    async with state.database.reading() as db:
        found = await mails(db, limit=ON_A_PAGE + 1, state=wanted, to=to, before=before)
        numbers = await number_by_state(db)
    return await show(
        request,
        "mails",
        "mails",
        mails=[MailView.of(mail) for mail in found],
        most=ON_A_PAGE,
        numbers=numbers,
        states=STATES,
        chosen=status if wanted else "",
        to=to,
        address=address,
        is_refused=is_refused,
        is_sent=not state.settings.mail.startswith("console:"),
        languages=[(one.code, one.name) for one in OFFERED],
    )
