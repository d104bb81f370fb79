"""The schemes that come with the product. A published version never changes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from connector.errors import DefinitionError, UnknownCodeError
from connector.label.scheme.reading import digest_of, scheme_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector.label.scheme.model import Scheme

#: What was published, and with which digest.
_PUBLISHED = "published.toml"


def declared_scheme(label: str = "diversity-connector-2026") -> Scheme:
    """Return a scheme that comes with the product, by code and version.

    Raises
    ------
    UnknownCodeError
        If there is none.
    DefinitionError
        If a file contradicts itself, or says something else than when it was published.
    """
    found = _shelf()
    if label not in found:
        raise UnknownCodeError("scheme", label, tuple(found))
    return found[label]


def scheme_labels() -> tuple[str, ...]:
    """Return code and version of every scheme of the product."""
    return tuple(_shelf())


@cache
def _shelf() -> Mapping[str, Scheme]:
    folder = files("connector.label").joinpath("schemes")
    texts = {one.name: one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".toml")}
    published = tomllib.loads(texts.pop(_PUBLISHED))
    return unchanged([scheme_from(tomllib.loads(texts[name])) for name in sorted(texts)], published)


def unchanged(schemes: list[Scheme], published: Mapping[str, str]) -> Mapping[str, Scheme]:
    """Return schemes by code and version, if all that were published are as they were.

    Parameters
    ----------
    schemes
        As read now.
    published
        Code and version -> digest at publication.

    Raises
    ------
    DefinitionError
        If a scheme stands twice, was published and says something else or is gone, or has a day of
        publication and is not among those that were published.
    """
    found: dict[str, Scheme] = {}
    for scheme in schemes:
        if scheme.label in found:
            raise DefinitionError(f"The scheme {scheme.label} stands in two files.")
        found[scheme.label] = scheme
        was = published.get(scheme.label)
        if was is None and scheme.published is not None:
            raise DefinitionError(
                f"The scheme {scheme.label} has a day of publication; write its digest beside it: "
                f"{digest_of(scheme)}."
            )
        if was is not None and was != digest_of(scheme):
            raise DefinitionError(
                f"The scheme {scheme.label} was published and says something else now: give it a new version."
            )
    for label in published:
        if label not in found:
            raise DefinitionError(f"The scheme {label} was published and is gone.")
    return found
