"""Our application: the parts of the product, put together as its composition root does.

Everything here is something that the product does or may do as it is: `open_database` with its own settings,
statements that stand alone, the security headers, compression, problems and pages.
"""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Litestar, Response, get, post
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import String, bindparam, insert, select
from sqlalchemy.orm import Mapped, mapped_column
from web_peers.data import ADDRESS, CITY, COMPANIES, COMPANIES_A_CITY, REGISTERED, for_sqlalchemy

from diversity_platform.db.engine import open_database
from diversity_platform.db.identifiers import new_id
from diversity_platform.db.model import Identified
from diversity_platform.db.statements import Statements
from diversity_platform.web.languages import LANGUAGES
from diversity_platform.web.problems import Problem, handlers
from diversity_platform.web.rendering import Pages
from diversity_platform.web.security import add_headers


class Company(Identified):
    """A company of a city, with its score."""

    __tablename__ = COMPANIES

    city: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100))
    area: Mapped[str] = mapped_column(String(100))
    score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    band: Mapped[int]
    created_at: Mapped[datetime]


class Registered(Identified):
    """A company that was sent."""

    __tablename__ = REGISTERED

    city: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100))
    area: Mapped[str] = mapped_column(String(100))
    employees: Mapped[int]
    created_at: Mapped[datetime]


# built once: SQLAlchemy then finds what it compiled by identity and not by walking through the statement
_COLUMNS = Company.__table__.c
_ONE = select(*_COLUMNS).where(_COLUMNS.id == bindparam("id"))
_RANKING = (
    select(*_COLUMNS)
    .where(_COLUMNS.city == bindparam("city"))
    .order_by(_COLUMNS.score.desc())
    .limit(COMPANIES_A_CITY)
)
_REGISTER = insert(Registered.__table__)


class CompanyAnswer(BaseModel):
    """A company."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    city: str
    name: str
    number: str
    area: str
    score: float
    low: float
    high: float
    band: int
    created_at: datetime


class Registration(BaseModel):
    """A company to be registered."""

    model_config = ConfigDict(extra="forbid")

    city: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=300)]
    number: Annotated[str, Field(max_length=100)]
    area: Annotated[str, Field(max_length=100)]
    employees: Annotated[int, Field(ge=1)]


class RegisteredAnswer(Registration):
    """A company that was registered."""

    id: UUID
    created_at: datetime


class CompanyNotFoundError(Exception):
    """There is no such company."""


_PROBLEMS = {
    CompanyNotFoundError: Problem(
        404, "company-not-found", "There is no such company", "Nothing has this identifier.", "Check it."
    )
}


class ApiController(Controller):
    """Reads and registers companies."""

    path = "/api/companies"

    @get("/{company_id:uuid}")
    async def read(self, db: NamedDependency[Statements], company_id: FromPath[UUID]) -> CompanyAnswer:
        """Read one."""
        row = await db.row(_ONE, {"id": company_id})
        if row is None:
            raise CompanyNotFoundError
        # as in rating.documents: what our own code typed is not validated a second time
        return CompanyAnswer.model_construct(**row._asdict())

    @post("/")
    async def register(
        self, db: NamedDependency[Statements], data: JSONBody[Registration]
    ) -> RegisteredAnswer:
        """Register one; a single statement, which is its own transaction."""
        values = {**data.model_dump(), "id": new_id(), "created_at": datetime.now(UTC)}
        await db.change(_REGISTER, values)
        return RegisteredAnswer.model_construct(**values)


@get("/page")
async def ranking(state: State, db: NamedDependency[Statements]) -> Response[str]:
    """Show the ranking of a city."""
    companies = await db.rows(_RANKING, {"city": CITY})
    page = state.pages.render("jinja/ranking.html", LANGUAGES["en"], city=CITY, companies=companies)
    return Response(page, media_type="text/html; charset=utf-8", headers={"Content-Language": "en"})


def _statements(state: State) -> Statements:
    """Return what handlers reach the database with."""
    statements: Statements = state.database.statements
    return statements


async def _settle() -> None:
    """Keep what is loaded out of the collector's way."""
    gc.collect()
    gc.freeze()


def create_app() -> Litestar:
    """Build the application on the database that the environment names."""
    database = open_database(for_sqlalchemy(ADDRESS))
    return Litestar(
        route_handlers=[ApiController, ranking],
        dependencies={"db": Provide(_statements, sync_to_thread=False)},
        state=State({"database": database, "pages": Pages(["web_peers"], {})}),
        exception_handlers=handlers(_PROBLEMS),
        before_send=[add_headers],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=5, exclude=["/static/"]),
        logging_config=None,
        on_startup=[_settle],
        on_shutdown=[database.close],
    )
