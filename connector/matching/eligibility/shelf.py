"""The shelf of rules: one file a rule in `connector.matching.eligibility.rules`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from connector.matching.eligibility import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.matching.eligibility.rule import Rule


@cache
def shelf() -> Mapping[str, Rule]:
    """Return every rule, by code, alphabetically: the ``RULE`` of each module in the folder of rules."""
    modules = sorted(info.name for info in iter_modules(rules.__path__))
    found = (import_module(f"{rules.__name__}.{name}").RULE for name in modules)
    return {rule.code: rule for rule in found}
