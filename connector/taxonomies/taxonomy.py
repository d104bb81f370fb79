"""A tree of terms with names in several languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from connector.errors import DefinitionError, UnknownCodeError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = {"needs": "needs.toml", "sectors": "sectors.toml", "stages": "stages.toml"}


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a taxonomy.

    Attributes
    ----------
    code
        Unique in the taxonomy.
    names
        Language -> name.
    parent
        Code of the wider term, or None.
    also
        Other spellings that intake takes for it, lower case.
    """

    code: str
    names: Mapping[str, str]
    parent: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """Terms in a fixed order; in `stages` the order is that of life.

    Raises
    ------
    DefinitionError
        If a code stands twice, a parent is missing or comes after its child, or a language lacks a name that
        another term has.
    """

    kind: str
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        languages = set(self.terms[0].names) if self.terms else set()
        for term in self.terms:
            if term.code in seen:
                raise DefinitionError(f"{self.kind}: '{term.code}' stands twice.")
            if term.parent is not None and term.parent not in seen:
                raise DefinitionError(f"{self.kind}: '{term.code}' stands before its parent '{term.parent}'.")
            if set(term.names) != languages:
                raise DefinitionError(
                    f"{self.kind}: '{term.code}' is not named in all of {sorted(languages)}."
                )
            seen.add(term.code)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(term.code for term in self.terms)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Code -> its place in `codes`."""
        return {code: number for number, code in enumerate(self.codes)}

    def term(self, code: str) -> Term:
        """Return a term.

        Raises
        ------
        UnknownCodeError
            If there is none of that code.
        """
        try:
            return self.terms[self.number_of[code]]
        except KeyError:
            raise UnknownCodeError(self.kind.removesuffix("s"), code, self.codes) from None

    def name(self, code: str, language: str) -> str:
        """Return the name of a term.

        Raises
        ------
        UnknownCodeError
            If there is no such term, or the taxonomy does not speak the language.
        """
        names = self.term(code).names
        if language not in names:
            raise UnknownCodeError("language", language, tuple(names))
        return names[language]

    def path(self, code: str) -> tuple[str, ...]:
        """Return the codes from the root down to a term, both included."""
        found = [code]
        while (parent := self.term(found[-1]).parent) is not None:
            found.append(parent)
        return tuple(reversed(found))


@cache
def taxonomy(kind: str) -> Taxonomy:
    """Return a taxonomy: ``needs``, ``sectors`` or ``stages``.

    Raises
    ------
    UnknownCodeError
        If there is no such taxonomy.
    """
    if kind not in _FILES:
        raise UnknownCodeError("taxonomy", kind, tuple(_FILES))
    found = tomllib.loads(files("connector.taxonomies").joinpath(_FILES[kind]).read_text("utf-8"))
    return Taxonomy(kind, tuple(_term(entry) for entry in found["terms"]))


def _term(entry: Mapping[str, Any]) -> Term:
    return Term(entry["code"], entry["names"], entry.get("parent"), tuple(entry.get("also", ())))
