"""The shelf of signals: one file a signal. `shelf` finds them by looking."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from connector.matching.signals.signal import SAYS, Signal, Values, grade

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SAYS", "Signal", "Values", "grade", "shelf"]


@cache
def shelf() -> Mapping[str, Signal]:
    """Return every signal, by code, alphabetically: each module here that has a ``SIGNAL``."""
    found = (import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__))
    signals: list[Signal] = [module.SIGNAL for module in found if hasattr(module, "SIGNAL")]
    return MappingProxyType({signal.code: signal for signal in sorted(signals, key=lambda one: one.code)})
