"""The form of what is told of an organisation: pictures, other names, where it is."""

from __future__ import annotations

from typing import Literal

from connector.label.credential.model.base import Iri, Part, Several, Short, Text


class Image(Part):
    """A picture, by its address."""

    id: Iri
    type: Literal["Image"]
    caption: Text | None = None


class IdentifierEntry(Part):
    """Another name of something, and what kind of name that is."""

    type: Literal["IdentifierEntry"]
    identifier: Short
    identifierType: Short


class Address(Part):
    """Where somebody is."""

    id: Iri | None = None
    type: Several[Literal["Address"]]
    addressCountry: Short | None = None
    addressCountryCode: Short | None = None
    addressRegion: Short | None = None
    addressLocality: Short | None = None
    streetAddress: Short | None = None
    postOfficeBoxNumber: Short | None = None
    postalCode: Short | None = None
