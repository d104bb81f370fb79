"""Rating runs as a table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified

#: What makes two runs the same.
SAME_RUN = ("city_id", "period", "framework_digest", "inputs_digest", "draws", "seed", "product")


class RatingRun(Identified):
    """The ratings of a city's companies in one period.

    The same inputs, rules, draws and product give the same run, so it is stored once; `made_at` is when that
    was done last. `document` is what passed the disclosure gate; `inputs_digest` is for us and never
    published, because a digest of few figures is found again by trying them all.

    `released` holds the counts that the document rests on, as they may be published; it is empty for public
    filings. `public_since` is when readers got them: later runs of the city regard them. `earlier_digest`
    names those that this run regarded.
    """

    __tablename__ = "rating_runs"
    __table_args__ = (UniqueConstraint(*SAME_RUN, name="uq_rating_runs_inputs"),)

    city_id: Mapped[UUID] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(40))
    framework: Mapped[str] = mapped_column(String(100))
    framework_digest: Mapped[str] = mapped_column(String(64))
    inputs_digest: Mapped[str] = mapped_column(String(64))
    draws: Mapped[int]
    seed: Mapped[int]
    product: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    released: Mapped[str] = mapped_column(Text, default="", server_default="")
    earlier_digest: Mapped[str] = mapped_column(String(64), default="", server_default="")
    public_since: Mapped[datetime | None]
