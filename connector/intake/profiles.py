"""Profiles: what a source calls the fields of a party and what its entries mean. One TOML file a source."""

from __future__ import annotations

import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from connector.errors import DefinitionError, UnknownCodeError
from connector.intake.fields import fields_of
from connector.intake.labels import plain

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Side = Literal["startups", "offers"]
#: Every profile says what it says to readers in these.
_LANGUAGES = frozenset({"en", "fr"})


def _in_all_languages(words: dict[str, str]) -> dict[str, str]:
    if set(words) != _LANGUAGES or not all(words.values()):
        raise ValueError(f"say it in {' and '.join(sorted(_LANGUAGES))}")
    return words


def _compiles(patterns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for pattern in patterns:
        re.compile(pattern)
    return patterns


Words = Annotated[dict[str, str], AfterValidator(_in_all_languages)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Take(_Strict):
    """Where entries of a field stand, and what they mean.

    Attributes
    ----------
    column
        The column, or the key of a JSON object; the second ``NAICS`` of one object is ``NAICS (2)``.
    separator
        Between several entries of a cell; "" where the cell is one entry.
    values
        Entry -> what is meant, as in the canonical format; capitals, signs and accents do not matter. An
        empty list means nothing on purpose.
    patterns
        Regular expression -> what an entry that holds it means, in addition.
    unmapped
        What becomes of an entry that neither names: it is refused, counted and said, left out silently, or
        kept as it stands.
    otherwise
        Whether to look here only where the takes before found nothing.
    """

    column: str
    separator: str = ""
    values: dict[str, tuple[str, ...]] = {}
    patterns: Annotated[dict[str, tuple[str, ...]], AfterValidator(_compiles)] = {}
    unmapped: Literal["refuse", "count", "ignore", "keep"] = "refuse"
    otherwise: bool = False

    @model_validator(mode="after")
    def _one_meaning_each(self) -> Self:
        if len(self.meanings) != len(self.values):
            raise ValueError(f"two of the values of '{self.column}' read the same")
        return self

    @cached_property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """Comparable entry -> what is meant."""
        return {plain(entry): meant for entry, meant in self.values.items()}

    @cached_property
    def searches(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
        """The patterns, compiled."""
        return tuple((re.compile(pattern), meant) for pattern, meant in self.patterns.items())

    @property
    def is_mapped(self) -> bool:
        """Whether entries are translated."""
        return bool(self.values or self.patterns)


class Status(_Strict):
    """A column that tells whether a party still takes part.

    Attributes
    ----------
    column
        Which.
    open, closed, unclear
        Its entries; one that is not named here is refused. ``unclear`` counts as not stated, as an empty cell
        does.
    """

    column: str
    open: tuple[str, ...]
    closed: tuple[str, ...]
    unclear: tuple[str, ...] = ()

    @cached_property
    def meanings(self) -> dict[str, bool | None]:
        """Comparable entry -> whether the party takes part, None where that is not stated."""
        return {
            **{plain(entry): True for entry in self.open},
            **{plain(entry): False for entry in self.closed},
            **{plain(entry): None for entry in self.unclear},
            "": None,
        }


class Untaken(_Strict):
    """A column whose entries say something that cannot be taken over; they are counted and said.

    Attributes
    ----------
    column
        Which.
    because
        Why, as a sentence in each language.
    """

    column: str
    because: Words


class Profile(_Strict):
    """How one source writes parties.

    Attributes
    ----------
    name, side
        Its name, and which parties it is about.
    title, source, licence, note
        What it is, where it comes from, under which licence, and what to know about it.
    own_names
        Whether fields without a take are read from the column of their own name, lists separated by ``|``.
    required
        Columns without which the file is not of this source.
    other_columns
        Further columns that the source is known to have.
    missing
        Entries that mean "not stated".
    constants
        Field -> what holds for all parties.
    status
        Who still takes part.
    fields
        Field -> where its entries stand; they are put together in this order.
    untaken
        Columns that are counted and not taken over.
    """

    name: str
    side: Side
    title: Words
    source: str
    licence: str
    note: dict[str, str] = {}
    own_names: bool = False
    required: tuple[str, ...] = ()
    other_columns: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    constants: dict[str, str] = {}
    status: Status | None = None
    fields: dict[str, Annotated[tuple[Take, ...], Field(min_length=1)]] = {}
    untaken: tuple[Untaken, ...] = ()

    @model_validator(mode="after")
    def _knows_the_fields(self) -> Self:
        strange = sorted((set(self.fields) | set(self.constants)) - set(fields_of(self.side)))
        if strange:
            raise ValueError(f"{self.side} have no field '{strange[0]}'")
        if not self.own_names and not {"id", "name"} <= {*self.fields, *self.constants}:
            raise ValueError("every party needs an id and a name")
        if self.note:
            _in_all_languages(self.note)
        return self

    @cached_property
    def takes(self) -> dict[str, tuple[Take, ...]]:
        """Field -> where its entries stand, for all fields that are read."""
        if not self.own_names:
            return self.fields
        own = {
            name: (Take(column=name, separator="|" if field.is_list else ""),)
            for name, field in fields_of(self.side).items()
            if name not in self.constants
        }
        return {**own, **self.fields}

    @cached_property
    def columns(self) -> frozenset[str]:
        """All columns that the source is known to have."""
        read = {take.column for takes in self.takes.values() for take in takes}
        status = {self.status.column} if self.status else set()
        return frozenset({*read, *status, *self.other_columns, *(entry.column for entry in self.untaken)})

    @cached_property
    def absent(self) -> frozenset[str]:
        """Comparable entries that mean "not stated"."""
        return frozenset(plain(entry) for entry in self.missing)


def profile_names(side: Side) -> tuple[str, ...]:
    """Return the names of the profiles of one side, alphabetically."""
    names = (entry.name for entry in _folder(side).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_profile(side: Side, name: str) -> Profile:
    """Load and check a profile.

    Raises
    ------
    UnknownCodeError
        If the side has none of that name.
    DefinitionError
        If the file contradicts itself.
    """
    if name not in profile_names(side):
        raise UnknownCodeError("profile", name, profile_names(side))
    entries = tomllib.loads(_folder(side).joinpath(f"{name}.toml").read_text("utf-8"))
    try:
        return Profile(name=name, side=side, **entries)
    except ValidationError as error:
        raise DefinitionError(f"Profile {name}: {error}") from error


def _folder(side: Side) -> Traversable:
    return files("connector.intake").joinpath("profiles", side)
