"""Our style sheets, scripts and fonts: read once, compressed once, served under a name that never lies.

The address of an asset holds the digest of its bytes, so a browser may keep it for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

from litestar import Controller, Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_COMPRESSED = {".css", ".js", ".svg"}
_DIGITS = 12
#: How a style sheet names another asset.
_NAMED = re.compile(r'url\("asset:([^"]+)"\)')


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    media_type: str
    digest: str
    data: bytes
    compressed: bytes | None


@cache
def assets() -> dict[str, Asset]:
    """Return all assets by their path below ``static``."""
    root = files("diversity_platform.web").joinpath("static")
    # style sheets last: they name the others by address, which holds their digest
    names = sorted(_names(root, ""), key=lambda name: (name.endswith(".css"), name))
    found: dict[str, Asset] = {}
    for name in names:
        data = root.joinpath(name).read_bytes()
        if name.endswith(".css"):
            data = _NAMED.sub(lambda match: f'url("{_address(match[1], found)}")', data.decode()).encode()
        suffix = _suffix(name)
        packed = gzip.compress(data, mtime=0) if suffix in _COMPRESSED else None
        found[name] = Asset(_TYPES[suffix], hashlib.sha256(data).hexdigest()[:_DIGITS], data, packed)
    return found


def self_contained(name: str) -> tuple[str, dict[str, bytes]]:
    """Return a style sheet for pages in a folder, and the files it names, by the names it calls them."""
    root = files("diversity_platform.web").joinpath("static")
    beside: dict[str, bytes] = {}

    def keep(match: re.Match[str]) -> str:
        file = match[1].rpartition("/")[2]
        beside[file] = root.joinpath(match[1]).read_bytes()
        return f'url("{file}")'

    return _NAMED.sub(keep, root.joinpath(name).read_text(encoding="utf-8")), beside


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _names(entry, f"{prefix}{entry.name}/")
        elif _suffix(entry.name) in _TYPES:
            yield f"{prefix}{entry.name}"


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2]


def _address(name: str, known: dict[str, Asset]) -> str:
    return f"/static/{known[name].digest}/{name}"


def address(name: str) -> str:
    """Return the address of an asset; a name that does not exist is a mistake of ours."""
    return _address(name, assets())


class AssetController(Controller):
    """Serves the assets."""

    path = "/static"
    include_in_schema = False

    @get("/{digest:str}/{name:path}", cache_control=None)
    async def asset(
        self,
        request: Request[None, None, State],
        digest: Annotated[str, PathParameter()],
        name: Annotated[str, PathParameter()],
    ) -> Response[bytes]:
        """Serve one asset; under the digest of other bytes it is not found."""
        found = assets().get(name.removeprefix("/"))
        if found is None or found.digest != digest:
            raise NotFoundException
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if found.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(found.compressed, media_type=found.media_type, headers=headers)
        return Response(found.data, media_type=found.media_type, headers=headers)
