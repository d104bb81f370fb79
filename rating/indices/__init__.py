"""The shelf of indices: one file an index, each with its card. `shelf` finds them by looking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from rating.indices.blau import blau
from rating.indices.hill import hill
from rating.indices.iqv import attainable_blau, iqv
from rating.indices.mutual_information import mutual_information
from rating.indices.parity import parity, representation
from rating.indices.shannon import shannon
from rating.indices.theil_h import theil_h

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats
    from rating.indices.card import Card

__all__ = [
    "attainable_blau",
    "blau",
    "hill",
    "iqv",
    "mutual_information",
    "parity",
    "representation",
    "shannon",
    "shelf",
    "theil_h",
]


@dataclass(frozen=True, slots=True)
class Shelved:
    """An index with its card."""

    name: str
    card: Card
    compute: Callable[..., Floats]


@cache
def shelf() -> dict[str, Shelved]:
    """Return every index, by name: each module here that has a ``CARD`` and a function of its own name."""
    found = {}
    for module_info in iter_modules(__path__):
        module = import_module(f"{__name__}.{module_info.name}")
        if hasattr(module, "CARD"):
            found[module_info.name] = Shelved(
                module_info.name, module.CARD, getattr(module, module_info.name)
            )
    return found
