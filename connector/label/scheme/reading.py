"""A scheme from a parsed file, and what tells one version from another."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from connector.errors import DefinitionError
from connector.label.scheme.model import Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def scheme_from(table: Mapping[str, Any]) -> Scheme:
    """Return a scheme from the parsed file of one.

    Parameters
    ----------
    table
        As in the files of ``schemes/``.

    Raises
    ------
    DefinitionError
        If something is missing, unknown, of another form or contradicts itself: with the scheme and the place
        of each fault.
    """
    try:
        return Scheme.model_validate(table)
    except ValidationError as error:
        where = f"{table.get('code', '?')}-{table.get('version', '?')}"
        told = "; ".join(
            f"{place}: {fault['msg']}" if (place := _place(fault["loc"], table)) else fault["msg"]
            for fault in error.errors(include_url=False)
        )
        raise DefinitionError(f"Scheme {where}: {told}.") from error


def _place(loc: Sequence[str | int], table: Mapping[str, Any]) -> str:
    """Say where a fault is, by the codes of things rather than by their numbers."""
    place: list[str] = []
    at: Any = table
    for step in loc:
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            at = None
        is_named = isinstance(step, int) and isinstance(at, dict) and isinstance(at.get("code"), str)
        place.append(f"'{at['code']}'" if is_named else str(step))
    return ".".join(place)


def digest_of(scheme: Scheme) -> str:
    """Return the SHA-256 of all that a scheme says, as hexadecimal digits.

    The same for files that differ in order of keys, line breaks or comments alone.
    """
    told = json.dumps(
        scheme.model_dump(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _plain(value: object) -> object:
    """Return what JSON has no form for; sets in one order, whatever theirs is in this process."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
