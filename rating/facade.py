"""Packages that load what is asked for, when it is (PEP 562): a name leads to the module that holds it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def facade(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package.

    Parameters
    ----------
    package
        Its name.
    homes
        Public name -> module it is defined in. No module may be called like a name in it: importing the
        module would put it in the name's place.
    """

    def load(name: str) -> Any:  # noqa: ANN401 - whatever the home holds
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(homes[name]), name)

    return load, lambda: sorted(homes)
