"""Jobs: the list, each by itself, and what can be done with it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.datastructures import State
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from diversity_platform.jobs.errors import JobNotFoundError
from diversity_platform.jobs.models import JobState
from diversity_platform.jobs.work import utc_now
from diversity_platform.operations import queries, service
from diversity_platform.operations.pages.room import (
    ON_A_PAGE,
    OPERATORS,
    PATH,
    Page,
    PageRequest,
    acting,
    back,
    show,
)
from diversity_platform.operations.schemas import JobView
from diversity_platform.web.languages import words

#: state -> its word on pages
STATES = {
    "queued": words("waiting"),
    "running": words("running"),
    "done": words("done"),
    "failed": words("failed"),
    "cancelled": words("cancelled"),
}
#: verb in the address -> what is done, and what the page says afterwards
_VERBS = {
    "cancel": (service.cancel_job, "cancelled"),
    "retry": (service.retry_job, "retried"),
    "discard": (service.discard_job, "discarded"),
}


class JobController(Controller):
    """Pages about jobs."""

    path = f"{PATH}/jobs"
    guards = OPERATORS
    include_in_schema = False

    @get("/")
    async def jobs(
        self,
        request: PageRequest,
        *,
        state: State,
        status: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
        name: Annotated[str, QueryParameter(max_length=100)] = "",
        before: Annotated[UUID | None, QueryParameter()] = None,
    ) -> Page:
        """List jobs, the latest first."""
        wanted, name = JobState(status) if status in STATES else None, name.strip()
        async with state.database.reading() as db:
            found = await queries.jobs(db, limit=ON_A_PAGE + 1, state=wanted, name=name, before=before)
        jobs = [JobView.of(job) for job in found]
        filters = {"state": wanted or "", "name": name}
        return await show(request, "jobs", "jobs", jobs=jobs, most=ON_A_PAGE, filters=filters, states=STATES)

    @get("/{job:uuid}")
    async def job(self, request: PageRequest, state: State, job: FromPath[UUID]) -> Page:
        """Show all about a job."""
        async with state.database.reading() as db:
            found = await queries.job_by_id(db, job)
        if found is None:
            raise JobNotFoundError(job)
        return await show(request, "job", "jobs", job=JobView.of(found), states=STATES)

    @post("/{job:uuid}/{verb:str}", status_code=200)
    async def change(
        self, request: PageRequest, state: State, job: FromPath[UUID], verb: FromPath[str]
    ) -> Redirect:
        """Cancel, retry or put away a job."""
        by, _ = await acting(request)
        if verb not in _VERBS:
            raise JobNotFoundError(job)
        act, said = _VERBS[verb]
        async with state.database.writing.begin() as db:
            changed = await act(db, job, by=by, now=utc_now())
        return back(request, f"/jobs/{changed.id}", said)
