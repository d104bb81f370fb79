"""How the installation stands, and its timetable."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from diversity_platform.db.migrate import steps_after
from diversity_platform.jobs.errors import UnknownScheduleError
from diversity_platform.jobs.work import utc_now
from diversity_platform.operations import overview, service
from diversity_platform.operations.pages.room import OPERATORS, PATH, Page, PageRequest, acting, back, show
from diversity_platform.web.languages import words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

#: code of what needs a person -> what it means, and what to do
NEEDS = {
    "failed-jobs": (
        words("Jobs have failed"),
        words("Look at what went wrong, then retry them or put them away."),
    ),
    "no-worker": (
        words("No worker runs"),
        words("Nothing is rated and no mail is sent. Start one: diversity-platform worker"),
    ),
    "long-wait": (
        words("Jobs wait for a long time"),
        words("One has been due for more than ten minutes. Are the workers busy? Start more."),
    ),
    "little-room": (
        words("The disk is nearly full"),
        words("Less than 500 MB are left. When nothing is left, nothing can be stored."),
    ),
}
#: verb in the address -> what is done with an entry of the timetable, and what the page says afterwards
_VERBS: dict[str, tuple[Callable[..., Awaitable[object]], str]] = {
    "run": (service.run_schedule, "queued"),
    "pause": (partial(service.pause_schedule, is_paused=True), "paused"),
    "resume": (partial(service.pause_schedule, is_paused=False), "resumed"),
}


class OverviewController(Controller):
    """The first page."""

    path = PATH
    guards = OPERATORS
    include_in_schema = False

    @get("/")
    async def overview(self, request: PageRequest, state: State) -> Page:
        """Show how the installation stands."""
        async with state.database.reading() as db:
            found = await overview.state(db, now=utc_now())
            timetable = await overview.timetable_of(db)
        needs = [NEEDS[code] for code in found.needs_a_person]
        shown = {"found": found, "needs": needs, "timetable": timetable, "steps": steps_after(None)}
        return await show(request, "overview", "", **shown)

    @post("/timetable/{name:str}/{verb:str}", status_code=200)
    async def change(
        self, request: PageRequest, state: State, name: FromPath[str], verb: FromPath[str]
    ) -> Redirect:
        """Queue an entry of the timetable now, have the clock pass over it, or regard it again."""
        by, _ = await acting(request)
        if verb not in _VERBS:
            raise UnknownScheduleError(name)
        act, said = _VERBS[verb]
        async with state.database.writing.begin() as db:
            await act(db, name, by=by, now=utc_now())
        return back(request, "", said)
