"""Passes and sessions as tables. Neither has the secret itself: a copy of the database lets nobody in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified


class OperatorPass(Identified):
    """Lets somebody in once, who may start commands on the machine or was handed it by one who may."""

    __tablename__ = "operator_passes"

    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: who had it made, as the audit names people
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Session(Identified):
    """Somebody who has come in, until they leave or it expires."""

    __tablename__ = "sessions"

    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    pass_id: Mapped[UUID] = mapped_column(ForeignKey("operator_passes.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
