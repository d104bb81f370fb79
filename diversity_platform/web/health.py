"""Health of the process and of what it needs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import Controller, Response, get
from litestar.datastructures import State
from litestar.openapi import ResponseSpec
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import SQLAlchemyError

from diversity_platform import __version__
from diversity_platform.db.migrate import head, revision_of


class Health(BaseModel):
    """Whether the installation can serve."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["ok", "unavailable"]
    version: str
    database: Annotated[
        Literal["ok", "unreachable", "not migrated", "not asked"], Field(description="State of the database.")
    ]


class HealthController(Controller):
    """Asked by those who watch over the installation."""

    path = "/health"
    tags = ("Health",)

    @get("/live", summary="Is the process alive?", cache_control=None)
    async def live(self) -> Response[Health]:
        """Answer as long as the process can."""
        return _answer("not asked")

    @get(
        "/ready",
        summary="Can it serve?",
        responses={503: ResponseSpec(Health, generate_examples=False, description="It cannot serve now.")},
    )
    async def ready(self, state: State) -> Response[Health]:
        """Ask the database."""
        try:
            revision = await revision_of(state.database)
        except (SQLAlchemyError, OSError):
            return _answer("unreachable")
        return _answer("ok" if revision == head() else "not migrated")


def _answer(database: Any) -> Response[Health]:  # noqa: ANN401 - one of the literals
    usable = database in {"ok", "not asked"}
    health = Health(status="ok" if usable else "unavailable", version=__version__, database=database)
    return Response(health, status_code=200 if usable else 503, headers={"Cache-Control": "no-store"})
