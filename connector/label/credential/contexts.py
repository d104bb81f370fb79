"""The vocabularies of credentials, kept by digest: the only ones there are."""

from __future__ import annotations

import hashlib
import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from connector.errors import DefinitionError
from connector.label.credential.errors import UnknownContextError

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: The editions of Open Badges 3.0 that are read; the newest is written. 3.0.1 contradicts VC 2.0.
ALL_OPEN_BADGES: Final = tuple(
    f"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.{edition}.json" for edition in (2, 3)
)


def load_context(url: str, _options: object = None) -> dict[str, Any]:
    """Return a vocabulary as JSON-LD processors ask for it; it is called by them.

    Raises
    ------
    UnknownContextError
        If it is not kept here: nothing is ever looked up.
    """
    known = pinned_contexts()
    if url not in known:
        raise UnknownContextError(f"The vocabulary {url} is not one that is kept here.")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": known[url],
        "tag": "static",  # it never changes, so it is read once
    }


@cache
def pinned_contexts() -> dict[str, Any]:
    """Return address -> vocabulary.

    Raises
    ------
    DefinitionError
        If a file is not the one whose digest is kept.
    """
    folder = files("connector.label.credential") / "contexts"
    listed = tomllib.loads((folder / "pinned.toml").read_text(encoding="utf-8"))["contexts"]
    contexts = {}
    for one in listed:
        told = (folder / one["file"]).read_bytes()
        if hashlib.sha256(told).hexdigest() != one["sha256"]:
            raise DefinitionError(f"The vocabulary {one['file']} is not the one whose digest is kept.")
        contexts[one["url"]] = json.loads(told)
    return contexts
