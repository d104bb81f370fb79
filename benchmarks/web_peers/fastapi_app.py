"""The same routes in FastAPI, with SQLAlchemy and Jinja, at its best.

It is given the data access that proved fastest with what SQLAlchemy offers under asyncio: statements built
once, connections without a session around them, single statements without a transaction around them and
without asking the connection first, pools that open no connection for one request only, nothing left to the
garbage collector. No security headers, no compression.
"""

from __future__ import annotations

import gc
import uuid
from collections.abc import AsyncIterator  # noqa: TC003 - read by fastapi
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse  # noqa: TC002 - read by fastapi
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import DateTime, String, bindparam, event, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from web_peers.data import ADDRESS, CITY, COMPANIES, COMPANIES_A_CITY, REGISTERED, for_sqlalchemy

_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON")


class Base(DeclarativeBase):
    """Base of the tables."""

    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 - sqlalchemy's own name


class Company(Base):
    """A company of a city, with its score."""

    __tablename__ = COMPANIES

    id: Mapped[UUID] = mapped_column(primary_key=True)
    city: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100))
    area: Mapped[str] = mapped_column(String(100))
    score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    band: Mapped[int]
    created_at: Mapped[datetime]


class Registered(Base):
    """A company that was sent."""

    __tablename__ = REGISTERED

    id: Mapped[UUID] = mapped_column(primary_key=True)
    city: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100))
    area: Mapped[str] = mapped_column(String(100))
    employees: Mapped[int]
    created_at: Mapped[datetime]


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

    model_config = ConfigDict(from_attributes=True)

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


def _engines() -> tuple[AsyncEngine, AsyncEngine]:
    """Return the engine that writes and the one that reads."""
    address = for_sqlalchemy(ADDRESS)
    if not address.startswith("sqlite"):
        pool = {"pool_size": 5, "max_overflow": 0}
        reads: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
        return create_async_engine(address, **pool), create_async_engine(address, **pool, **reads)
    # a second connection that writes would only wait for the lock of the first
    engines = [create_async_engine(address, pool_size=1, max_overflow=0) for _ in range(2)]
    for engine in engines:
        event.listen(engine.sync_engine, "connect", _configure)
    return engines[0], engines[1]


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


_writer, _reader = _engines()
_templates = Jinja2Templates(Path(__file__).parent / "templates" / "jinja")


async def reading() -> AsyncIterator[AsyncConnection]:
    """Open a connection that reads, for the length of a request."""
    db = await _reader.connect()
    try:
        yield db
    finally:
        await db.close()


_alone = asynccontextmanager(reading)
_at_once = _writer.begin if _writer.dialect.name == "sqlite" else _alone
Reading = Annotated[AsyncConnection, Depends(reading)]


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    yield
    await _writer.dispose()
    await _reader.dispose()


app = FastAPI(lifespan=_lifespan)


@app.get("/api/companies/{company_id}", response_model=CompanyAnswer)
async def read(company_id: UUID, db: Reading) -> object:
    """Read one."""
    row = (await db.execute(_ONE, {"id": company_id})).one_or_none()
    if row is None:
        raise HTTPException(404)
    return row


@app.post("/api/companies", status_code=201)
async def register(data: Registration) -> RegisteredAnswer:
    """Register one; a single statement, which is its own transaction."""
    values = {**data.model_dump(), "id": uuid.uuid4(), "created_at": datetime.now(UTC)}
    async with _at_once() as db:
        await db.execute(_REGISTER, values)
    return RegisteredAnswer.model_construct(**values)


@app.get("/page")
async def ranking(request: Request, db: Reading) -> HTMLResponse:
    """Show the ranking of a city."""
    companies = (await db.execute(_RANKING, {"city": CITY})).all()
    return _templates.TemplateResponse(request, "ranking.html", {"city": CITY, "companies": companies})
