"""A scheme from a file of its own: of another network, or derived from one that is at hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from connector.errors import DefinitionError, Fault, SchemeRefusedError
from connector.label.scheme.deriving import derived
from connector.label.scheme.reading import scheme_from
from connector.label.scheme.shelf import declared_scheme, scheme_labels
from connector.label.toml_file import KEPT, toml_of

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.scheme.model import Scheme

#: Code and version of a scheme, which its file may be called by.
_LABEL = re.compile(r"(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*")
_MEND = "Mend it there; connector/label/schemes/ of the product has an example of each part."


class _Validity(BaseModel):
    """The kinds of values of a validity; which of them may change is told by `derived`."""

    model_config = ConfigDict(strict=True)

    years: int = 0
    figures_every_months: int = 0
    desk_check_after_months: int = 0
    visits: list[str] = []


class _Derived(BaseModel):
    """The form of what `derived` reads before there is a scheme that could be checked."""

    model_config = ConfigDict(strict=True)

    criteria: list[dict[str, Any]] = []
    pillars: list[dict[str, Any]] = []
    mandatory: list[str] = []
    without_variants: list[str] = []
    levels: dict[str, dict[str, int | float]] = {}
    validity: _Validity = _Validity()


def read_scheme(path: Path) -> Scheme:
    """Read a scheme from a file.

    Parameters
    ----------
    path
        TOML, as in ``schemes/``. With ``derived_from`` it says what it asks besides, as `derived` reads it;
        the other scheme is one of the product, or stands beside it in ``<code>-<version>.toml``.

    Raises
    ------
    SchemeRefusedError
        If it cannot be read, contradicts itself, or is derived from what is not at hand.
    """
    return _read(path, ())


def _read(path: Path, below: tuple[str, ...]) -> Scheme:
    table = toml_of(path)
    if isinstance(table, Fault):
        raise SchemeRefusedError((table,))
    try:
        if "derived_from" not in table:
            return scheme_from(table)
        other = _parent(path, table["derived_from"], below)
        _refuse_misformed(path, table)
        return derived(other, table)
    except DefinitionError as error:
        raise SchemeRefusedError((Fault(path.name, "", str(error), _MEND),)) from error


def _parent(path: Path, label: object, below: tuple[str, ...]) -> Scheme:
    """Return the scheme that another one is derived from."""
    if label in scheme_labels():
        return declared_scheme(str(label))
    remedy = f"Write code and version of a scheme, such as {scheme_labels()[0]}."
    if isinstance(label, str) and _LABEL.fullmatch(label) and label not in below:
        beside = path.with_name(f"{label}.toml")
        if beside.is_file():
            return _read(beside, (*below, label))
        remedy = f"Put {beside.name} beside it, or derive from one of: {', '.join(scheme_labels())}."
    message = f"the scheme {label!r} is not at hand."
    raise SchemeRefusedError((Fault(path.name, "derived_from", message, remedy),))


def _refuse_misformed(path: Path, table: dict[str, Any]) -> None:
    try:
        _Derived.model_validate(table)
    except ValidationError as error:
        faults = [
            Fault(path.name, ".".join(str(part) for part in one["loc"]), f"{one['msg']}.", _MEND)
            for one in error.errors(include_url=False)
        ]
        raise SchemeRefusedError(tuple(faults[:KEPT]), max(len(faults) - KEPT, 0)) from error
