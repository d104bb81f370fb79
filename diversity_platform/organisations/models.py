"""Cities and companies as tables."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified


class City(Identified):
    """A city that publishes ratings; the tenant everything else belongs to.

    `is_synthetic` marks a city whose companies are invented; every page about it says so.
    """

    __tablename__ = "cities"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2))
    licence: Mapped[str] = mapped_column(String(100))
    is_synthetic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Company(Identified):
    """A company of a city. `number` is its register number, empty where it has none.

    `key` tells it from others in its city: the register number, else the name whatever its case.
    """

    __tablename__ = "companies"
    __table_args__ = (UniqueConstraint("city_id", "key"),)

    city_id: Mapped[UUID] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(100), default="")
    area: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime]
