"""Where the figures come from, and under which rules they were estimated and released."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Part):
    """A file that was read."""

    name: str
    sha256: str | None = Field(description="Null where the file is not public.")


class Source(_Part):
    """Where the figures come from."""

    profile: str
    title: str
    source: str
    licence: str
    note: str
    already_public: bool
    measure: Literal["counts", "shares"]
    area: str | None
    files: list[File]
    notes: list[str] = Field(description="What was noticed in the files and does no harm.")


class Estimation(_Part):
    """How uncertainty was computed."""

    target: Literal["process"]
    draws: int
    seed: int
    confidence: float


class Disclosure(_Part):
    """The rules under which numbers about people were released."""

    already_public: bool
    k: int
    k_sensitive: int
    statistics_from: int
