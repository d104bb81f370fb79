"""What an application is read for: criteria with weights, and what each level means, in every language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import fsum, isfinite
from typing import TYPE_CHECKING, Any, Final

from connector.errors import DefinitionError, UnknownCodeError
from connector.reasons import Named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Levels are 0 to this.
HIGHEST: Final = 4


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is asked of an application.

    Attributes
    ----------
    code
        Unique in the rubric.
    weight
        How much it counts, above 0; only its share of the sum matters.
    names
        Language -> name.
    levels
        For each level from 0 to `HIGHEST`: language -> what has to stand in the application.
    """

    code: str
    weight: float
    names: Mapping[str, str]
    levels: tuple[Mapping[str, str], ...]

    @property
    def named(self) -> Named:
        """The criterion, to be said in the reader's language."""
        return Named("criterion", self.code, self.names)


@dataclass(frozen=True, slots=True)
class Rubric:
    """Criteria in the order in which they are read for.

    Attributes
    ----------
    code, version
        Which rubric this is; kept with the reads that were made with it.
    names
        Language -> name.
    criteria
        At least one.

    Raises
    ------
    DefinitionError
        If there is no criterion, one stands twice, has a weight that is not above 0, or has not a sentence
        for each level; if anything lacks words in a language that the rubric has a name in.
    """

    code: str
    version: str
    names: Mapping[str, str]
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if not self.criteria or not self.names:
            raise DefinitionError(f"{self.label}: it takes a name and at least one criterion.")
        self._check_words("the rubric", self.names)
        seen: set[str] = set()
        for one in self.criteria:
            if one.code in seen:
                raise DefinitionError(f"{self.label}: '{one.code}' stands twice.")
            if not isfinite(one.weight) or one.weight <= 0:
                raise DefinitionError(
                    f"{self.label}: '{one.code}' weighs {one.weight}; a weight is above 0, or leave it out."
                )
            if len(one.levels) != HIGHEST + 1:
                raise DefinitionError(
                    f"{self.label}: '{one.code}' has {len(one.levels)} levels: describe 0 to {HIGHEST}."
                )
            self._check_words(f"'{one.code}'", one.names)
            for level, said in enumerate(one.levels):
                self._check_words(f"level {level} of '{one.code}'", said)
            seen.add(one.code)

    def _check_words(self, what: str, said: Mapping[str, str]) -> None:
        if set(said) != set(self.names) or not all(text.strip() for text in said.values()):
            raise DefinitionError(f"{self.label}: {what} needs words in all of {sorted(self.names)}.")

    @property
    def label(self) -> str:
        """Code and version, for errors and logs."""
        return f"{self.code} {self.version}"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its criteria, in order."""
        return tuple(one.code for one in self.criteria)

    def total(self, levels: Mapping[str, int]) -> float:
        """Return the weighted mean of levels, as a share of the highest.

        Parameters
        ----------
        levels
            Criterion -> level, 0 to `HIGHEST`; all criteria, and no others.

        Returns
        -------
        float
            In [0, 1]; never lower where a level is higher. Sums are rounded once, at the end.

        Examples
        --------
        >>> rubric = declared_rubric()
        >>> rubric.total(dict.fromkeys(rubric.codes, 4)), rubric.total(dict.fromkeys(rubric.codes, 1))
        (1.0, 0.25)
        """
        points = fsum(one.weight * levels[one.code] for one in self.criteria)
        return points / fsum(one.weight * HIGHEST for one in self.criteria)


def declared_rubric(code: str = "incubator_intake", version: str = "2026-1") -> Rubric:
    """Return a rubric that comes with the product.

    Raises
    ------
    UnknownCodeError
        If there is none of that code and version.
    """
    found = _shelf()
    if (code, version) not in found:
        raise UnknownCodeError("rubric", f"{code} {version}", tuple(one.label for one in found.values()))
    return found[code, version]


def rubric_from(table: Mapping[str, Any]) -> Rubric:
    """Return a rubric from the parsed file of one: an organiser may bring its own.

    Parameters
    ----------
    table
        ``code``, ``version``, ``names`` and ``criteria``, as in the files of ``rubrics/``.

    Raises
    ------
    DefinitionError
        If something is missing, is none of these, or contradicts itself.
    """
    where = f"{table.get('code', '?')} {table.get('version', '?')}"
    _check_keys(where, table, ("code", "version", "names", "criteria"))
    for entry in table["criteria"]:
        _check_keys(f"{where}, {entry.get('code', '?')}", entry, ("code", "weight", "names", "levels"))
    criteria = tuple(
        Criterion(entry["code"], entry["weight"], entry["names"], tuple(entry["levels"]))
        for entry in table["criteria"]
    )
    return Rubric(table["code"], table["version"], table["names"], criteria)


def _check_keys(where: str, table: Mapping[str, Any], keys: Sequence[str]) -> None:
    for key in (*keys, *table):
        if key not in table or key not in keys:
            raise DefinitionError(f"Rubric {where}: it takes {', '.join(keys)}, and nothing else ('{key}').")


@cache
def _shelf() -> Mapping[tuple[str, str], Rubric]:
    """Return the rubrics of the product by code and version."""
    folder = files("connector.matching.calls").joinpath("rubrics")
    texts = sorted((entry.name, entry.read_text("utf-8")) for entry in folder.iterdir())
    found: dict[tuple[str, str], Rubric] = {}
    for name, text in texts:
        rubric = rubric_from(tomllib.loads(text))
        if (rubric.code, rubric.version) in found:
            raise DefinitionError(f"{name}: the rubric {rubric.label} stands in another file as well.")
        found[rubric.code, rubric.version] = rubric
    return found
