"""Profiles: what a source calls its columns, levels and groups. One TOML file a source, checked at load."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rating.data import (
    RUNG_CODES,
    Attribute,
    Definitions,
    Group,
    Ladder,
    Level,
    default_ladder,
    registered_attribute,
)
from rating.data import registered_attributes as register
from rating.errors import DefinitionError
from rating.intake.labels import plain

Names = Annotated[tuple[str, ...], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroupEntry(_Strict):
    """A group: its names in the source, or the columns that hold it."""

    code: str
    label: str
    names: tuple[str, ...] = ()
    optional: bool = False
    #: level code -> column (wide sources)
    columns: dict[str, str] = {}
    #: columns that break this one down (wide sources): used where this one is empty, or is only a remainder
    parts: tuple[str, ...] = ()
    #: its names in the population data
    benchmark: tuple[str, ...] = ()


class AttributeEntry(_Strict):
    """An attribute with a list of the source's own, or the registered one when `groups` is left out."""

    code: str
    title: str = ""
    note: str = ""
    groups: tuple[GroupEntry, ...] = ()
    even_groups: int | None = None
    #: columns of people whose group is not known, and of the attribute's own total
    unobserved: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    #: its name in the population data
    benchmark: str = ""

    def attribute(self) -> Attribute:
        """Return the attribute with its category list."""
        if not self.groups:
            return registered_attribute(self.code)
        registered = register().get(self.code)
        return Attribute(
            code=self.code,
            title=self.title or (registered.title if registered else self.code),
            groups=tuple(Group(group.code, group.label, group.optional) for group in self.groups),
            even_groups=self.even_groups or len(self.groups),
            note=self.note,
        )


class LevelEntry(_Strict):
    """A level, its rung on the default ladder and its names in the source."""

    code: str
    label: str
    rung: Literal["staff", "first_line_manager", "middle_manager", "senior_manager", "executive", "board"]
    management: bool
    names: tuple[str, ...] = ()


class Columns(_Strict):
    """The names a column may have; every role but the company is optional."""

    company: Names
    number: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    attribute: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    #: attribute code -> column (crossed sources)
    groups: dict[str, Names] = {}
    part: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    headcount: tuple[str, ...] = ()
    submitted: tuple[str, ...] = ()


class TotalsEntry(_Strict):
    """Names of totals among levels and groups; they are checked and never counted."""

    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    ignored_levels: tuple[str, ...] = ()


class SizeEntry(_Strict):
    """Size bands: lower bounds, the part of it that stands on one level, and bands that exclude."""

    bands: dict[str, float]
    excluded: dict[str, str]
    per_level: float


class Profile(_Strict):
    """How one source writes headcounts."""

    name: str
    title: str
    source: str
    licence: str
    note: str = ""
    #: long: one row a cell, attribute and group named in columns; crossed: one row a cell of all attributes
    #: at once; wide: one row a company
    shape: Literal["long", "crossed", "wide"]
    measure: Literal["counts", "shares"] = "counts"
    #: the filings are public already: shown as filed, with source
    already_public: bool
    #: of several dated filings of a company the latest is listed
    latest_only: bool = False
    ladder_stated: bool = True
    ladder_note: str = ""
    benchmark_note: str = ""
    #: entries that mean "suppressed or missing"
    missing: tuple[str, ...] = ()
    columns: Columns
    #: further columns that the source is known to have (* stands for anything)
    other_columns: tuple[str, ...] = ()
    totals: TotalsEntry = TotalsEntry()
    levels: tuple[LevelEntry, ...] = ()
    attributes: tuple[AttributeEntry, ...] = ()
    #: names that mean "group not known"
    unknown_groups: tuple[str, ...] = ()
    size: SizeEntry | None = None
    #: zero-pad register numbers that are all digits to so many places
    pad_number: int = 0
    area_pattern: str = ""
    #: finds the parts of the period in the file's name, where the table has no such column
    period_in_file_name: str = ""
    date_formats: tuple[str, ...] = ()
    #: by how much the shares of a level may miss 100
    share_tolerance: float = 0.2

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.shape != "long" and not self.attributes:
            raise ValueError("a source that is not in the canonical list declares its attributes")
        levels = {level.code for level in self.levels}
        for attribute in self.attributes:
            for group in attribute.groups:
                if set(group.columns) - levels:
                    raise ValueError(f"{attribute.code}.{group.code} has columns for unknown levels")
        if self.measure == "shares" and self.size is None:
            raise ValueError("shares need the size of a level")
        self.ladder()
        self.attribute_list()
        return self

    def ladder(self) -> Ladder:
        """Return the source's ladder; the default one where it declares none."""
        if not self.levels:
            return default_ladder()
        entries = sorted(self.levels, key=lambda level: RUNG_CODES.index(level.rung))
        return Ladder(
            tuple(
                Level(entry.code, entry.label, RUNG_CODES.index(entry.rung), entry.management)
                for entry in entries
            ),
            stated=self.ladder_stated,
            note=self.ladder_note,
        )

    def attribute_list(self) -> dict[str, Attribute]:
        """Return the attributes by code; the registered ones where the source declares none."""
        if not self.attributes:
            return dict(register())
        return {entry.code: entry.attribute() for entry in self.attributes}

    @cached_property
    def missing_names(self) -> frozenset[str]:
        """The entries that mean "suppressed or missing", lower case; an empty one always does."""
        return frozenset({"", *(name.casefold() for name in self.missing)})

    @cached_property
    def level_names(self) -> dict[str, str]:
        """Comparable name -> level code."""
        if not self.levels:
            return {plain(name): level.code for level in default_ladder().levels for name in (level.code,)}
        return {plain(name): level.code for level in self.levels for name in (level.code, *level.names)}

    @cached_property
    def group_names(self) -> dict[str, dict[str, str]]:
        """Attribute code -> comparable name -> group code."""
        if not self.attributes:
            return {
                code: {plain(group.code): group.code for group in attribute.groups}
                | {plain(group.label): group.code for group in attribute.groups}
                for code, attribute in register().items()
            }
        return {
            entry.code: {
                plain(name): group.code for group in entry.groups for name in (group.code, *group.names)
            }
            for entry in self.attributes
        }

    def area_of(self, cells: list[str]) -> str:
        """Return the area code found last in the first cell that has one, upper case."""
        if not self.area_pattern:
            return cells[0].upper() if cells else ""
        for cell in cells:
            found = re.findall(self.area_pattern, cell.upper())
            if found:
                return str(found[-1])
        return ""


_DEFINITIONS = Definitions("rating.intake", "profiles", "profile")


def profile_names() -> tuple[str, ...]:
    """Return the names of all headcount profiles, alphabetically."""
    return _DEFINITIONS.names()


@cache
def load_profile(name: str) -> Profile:
    """Load and check one profile.

    Raises
    ------
    UnknownNameError
        If there is no such profile.
    DefinitionError
        If the file contradicts itself.
    """
    entries, _ = _DEFINITIONS.read(name)
    try:
        return Profile(name=name, **entries)
    except ValidationError as error:
        raise DefinitionError(f"Profile {name}: {error}") from error
