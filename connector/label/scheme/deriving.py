"""A city or a network may ask more than a scheme does, and never less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connector.errors import DefinitionError
from connector.label.scheme.reading import scheme_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connector.label.scheme.model import Scheme

#: What a derived scheme says of itself, and what it may add to or change of the other.
_OWN = ("code", "version", "names", "purpose", "published")
_MAY = frozenset(
    {*_OWN, "derived_from", "validity", "levels", "pillars", "criteria", "mandatory", "without_variants"}
)


def derived(parent: Scheme, table: Mapping[str, Any]) -> Scheme:
    """Return a scheme that asks all that another one does, and more.

    Whoever reaches a level of it reaches the same one of the other scheme. So what is added is mandatory:
    points that are easily had would make up for others.

    Parameters
    ----------
    parent
        What is derived from.
    table
        Parsed file: ``derived_from`` (code and version of `parent`), ``code``, ``version``, ``names``, and
        what is asked besides: ``pillars`` and mandatory ``criteria`` that are added, ``mandatory`` (codes of
        scored criteria that become mandatory as well), ``levels`` (level -> thresholds that rise),
        ``validity`` (what becomes shorter or comes sooner), ``without_variants`` (variants that are not
        offered).

    Raises
    ------
    DefinitionError
        If it is derived from another scheme, asks less of something, or contradicts itself.
    """
    where = f"Scheme {table.get('code', '?')}-{table.get('version', '?')}"
    for fault in _faults(parent, table):
        raise DefinitionError(f"{where}: {fault}.")
    base = parent.model_dump(mode="python")
    made = {**base, "published": None, **{key: table[key] for key in _OWN if key in table}}
    made["derived_from"] = parent.label
    mandatory = frozenset(table.get("mandatory", ()))
    made["criteria"] = [
        {**one, "is_needed": True} if one["code"] in mandatory else one for one in base["criteria"]
    ] + list(table.get("criteria", ()))
    made["pillars"] = [*base["pillars"], *table.get("pillars", ())]
    made["levels"] = [{**one, **table.get("levels", {}).get(one["code"], {})} for one in base["levels"]]
    made["validity"] = {**base["validity"], **table.get("validity", {})}
    dropped = frozenset(table.get("without_variants", ()))
    made["variants"] = {
        # what has become mandatory is asked of everybody
        code: {**one, "drops": one["drops"] - mandatory}
        for code, one in base["variants"].items()
        if code not in dropped
    }
    return scheme_from(made)


def _faults(parent: Scheme, table: Mapping[str, Any]) -> Iterator[str]:
    for check in (_of_itself, _of_criteria, _of_levels, _of_validity):
        yield from check(parent, table)


def _of_itself(parent: Scheme, table: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(table.keys() - _MAY):
        yield f"'{key}' is nothing that a derived scheme may change: {', '.join(sorted(_MAY))}"
    if table.get("derived_from") != parent.label:
        yield f"it is derived from {table.get('derived_from', 'nothing')}, not {parent.label}"
    if table.get("code") == parent.code:
        yield f"'{parent.code}' is the other scheme: give it a code of its own"


def _of_criteria(parent: Scheme, table: Mapping[str, Any]) -> Iterator[str]:
    for added in table.get("criteria", ()):
        if added.get("kind") != "mandatory":
            yield f"'{added.get('code', '?')}' is added and has to be mandatory"
    scored = {one.code for one in parent.criteria if not one.is_mandatory}
    for code in table.get("mandatory", ()):
        if code not in scored:
            yield f"'{code}' is no scored criterion of {parent.label} that could become mandatory"
    for code in table.get("without_variants", ()):
        if code not in parent.variants:
            yield f"there is no variant '{code}' to leave out"


def _of_levels(parent: Scheme, table: Mapping[str, Any]) -> Iterator[str]:
    levels = {one.code: one for one in parent.levels}
    for code, raised in table.get("levels", {}).items():
        if code not in levels:
            yield f"there is no level '{code}'"
            continue
        for key, value in raised.items():
            if key not in _RISING:
                yield f"of the level '{code}' it may raise {', '.join(_RISING)}, not '{key}'"
            elif value < getattr(levels[code], key):
                yield f"the level '{code}' asks less: {key} {value} instead of {getattr(levels[code], key)}"


def _of_validity(parent: Scheme, table: Mapping[str, Any]) -> Iterator[str]:
    before = parent.validity.model_dump()
    for key, value in table.get("validity", {}).items():
        if key not in before:
            yield f"'{key}' is no part of the validity"
        elif key == "visits":
            if not set(before[key]) <= set(value):
                yield f"visits at {', '.join(before[key])} cannot be left out"
        elif value > before[key]:
            yield f"{key} is {value} instead of {before[key]}: that asks less"


_RISING = ("mandatory_at_least", "points_share", "pillar_share")
