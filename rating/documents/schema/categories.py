"""Category lists, levels and the population."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupInfo(_Part):
    """A category."""

    code: str
    label: str


class AttributeInfo(_Part):
    """A category list."""

    code: str
    title: str
    note: str
    even_groups: int
    groups: list[GroupInfo]


class LevelInfo(_Part):
    """A level of the source on its rung of the default ladder."""

    code: str
    label: str
    rung: str
    management: bool


class LadderInfo(_Part):
    """The levels, bottom to top."""

    stated: bool
    note: str
    levels: list[LevelInfo]


class BenchmarkInfo(_Part):
    """The population; shares by attribute and group, null where it does not know a group."""

    name: str
    note: str
    shares: dict[str, dict[str, float | None]]
