"""What a page is told of a label: how it stood on the day on which the page was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

State = Literal["valid", "suspended", "withdrawn", "expired"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Whose pages these are.

    Attributes
    ----------
    name, did
        Of the issuer.
    address
        Of the folder that is published, without a slash at its end.
    did_document
        Where the document of its identifier is, below that address.
    languages
        Codes of the languages that its pages speak, its own first.
    """

    name: str
    did: str
    address: str
    did_document: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endorser:
    """Who says in a credential that it vouches for the issuer, and until when; None: without an end."""

    name: str
    did: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class LiveState:
    """A label and how it stands.

    Attributes
    ----------
    number
        In the register.
    state, since
        How it stands, and since when; an expired one since its last day.
    history
        State and first day of each, the first one first.
    is_held
        False for a level that only announces the label.
    holder, holder_name
        Its address or identifier, and what it is called.
    language
        In which the credential is written; its texts are at least in this one.
    level, says, scheme
        By language: what the level is called and says, and what the scheme is called.
    scheme_version
        As "2026"; empty where it is not known any more.
    scope
        What it was attested for.
    valid_from, valid_until
        First and last day.
    endorsers
        Those that the credential names.
    credential
        Where it is: its address in full.
    scheme_file
        Where the scheme is, below the folder that is published; None if it is not there any more.
    has_credential, has_certificate, has_seal
        Which files there are beside the page.
    """

    number: str
    state: State
    since: date
    history: tuple[tuple[State, date], ...]
    is_held: bool
    holder: str
    holder_name: str
    language: str
    level: Mapping[str, str]
    says: Mapping[str, str]
    scheme: Mapping[str, str]
    scheme_version: str
    scope: str
    valid_from: date
    valid_until: date
    endorsers: tuple[Endorser, ...]
    credential: str
    scheme_file: str | None = None
    has_credential: bool = True
    has_certificate: bool = True
    has_seal: bool = True

    @property
    def sign(self) -> str:
        """What is shown: the state, or that there is no label yet."""
        return "candidate" if self.state == "valid" and not self.is_held else self.state

    def own_language(self, publisher: Publisher) -> str:
        """Return the language of its first page: that of the credential, if pages speak it."""
        return self.language if self.language in publisher.languages else publisher.languages[0]


def page_name(stem: str, language: str, own: str) -> str:
    """Return the file of a page in a language.

    >>> page_name("2026-0001", "en", "en"), page_name("2026-0001", "fr", "en")
    ('2026-0001.html', '2026-0001.fr.html')
    """
    return f"{stem}.html" if language == own else f"{stem}.{language}.html"
