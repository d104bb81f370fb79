"""Definitions that are data: folders of TOML files, one a name, shipped inside a package."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rating.errors import UnknownNameError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Definitions:
    """A folder of definitions.

    Attributes
    ----------
    package, folder
        Where it is.
    kind
        What one of them is called, for messages.
    """

    package: str
    folder: str
    kind: str

    def names(self) -> tuple[str, ...]:
        """Return the names of all of them, alphabetically."""
        entries = (entry.name for entry in self._folder().iterdir())
        return tuple(sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml")))

    def read(self, name: str) -> tuple[dict[str, Any], bytes]:
        """Return one definition, parsed and as its bytes.

        Raises
        ------
        UnknownNameError
            If there is none of that name.
        """
        if name not in self.names():
            raise UnknownNameError(self.kind, name, self.names())
        data = self._folder().joinpath(f"{name}.toml").read_bytes()
        return tomllib.loads(data.decode("utf-8")), data

    def _folder(self) -> Traversable:
        return files(self.package).joinpath(*self.folder.split("/"))
