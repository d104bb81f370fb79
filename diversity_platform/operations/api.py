"""Whether the work is done, for those who watch over the installation."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.openapi import ResponseSpec
from pydantic import BaseModel, ConfigDict, Field

from diversity_platform.jobs.models import JobState
from diversity_platform.jobs.work import utc_now
from diversity_platform.operations.overview import NOBODY_WORKS, needs, workers_of
from diversity_platform.operations.queries import queue_of


class WorkHealth(BaseModel):
    """Whether jobs are done. No number tells of people."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ok", "unavailable"]
    workers: Annotated[int, Field(ge=0, description="That showed a sign of life within the last 45 seconds.")]
    longest_wait: Annotated[float, Field(ge=0, description="Seconds that the job due first has waited.")]
    failed_jobs: Annotated[int, Field(ge=0, description="Waiting for somebody to look at them.")]


class WorkController(Controller):
    """Asked by those who watch over the installation."""

    path = "/health"
    tags = ("Health",)

    @get(
        "/work",
        summary="Are jobs done?",
        responses={503: ResponseSpec(WorkHealth, generate_examples=False, description="Nobody works.")},
    )
    async def work(self, state: State) -> Response[WorkHealth]:
        """Ask the queue; 503 where no worker is there, or jobs have waited for more than ten minutes."""
        async with state.database.reading() as db:
            workers, queue = await workers_of(db, now=utc_now()), await queue_of(db, now=utc_now())
        is_done = not NOBODY_WORKS & set(needs(queue, workers, None))
        health = WorkHealth(
            status="ok" if is_done else "unavailable",
            workers=sum(worker.is_there for worker in workers),
            longest_wait=queue.longest_wait,
            failed_jobs=queue.by_state[JobState.FAILED],
        )
        return Response(health, status_code=200 if is_done else 503, headers={"Cache-Control": "no-store"})
