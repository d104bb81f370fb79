"""A package that loads what is asked for, when it is (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def facade(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package whose names live in other modules.

    Parameters
    ----------
    package
        Its name.
    homes
        Public name -> module that defines it.
    """

    def load(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(home), name)

    return load, lambda: sorted(homes)
