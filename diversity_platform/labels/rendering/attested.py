"""What a rendering is told of an attested label. It knows nothing of how a credential is built or signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from diversity_platform.labels.errors import UnfitAddressError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: A code of more modules could no longer be read from paper on a wall.
LONGEST_ADDRESS = 400


@dataclass(frozen=True, kw_only=True)
class Attested:
    """A label as it was attested on its first day.

    Attributes
    ----------
    holder
        Name of the incubator, in any script.
    city, country
        Where it is, as people call it.
    degree
        0 where the level only announces the label, which is not held yet; 1 for the lowest level that is the
        label; 2, 3 and so on for those above. Renderings tell degrees apart by form, not by colour.
    level, scheme, says
        By language: what the level and the label are called, and what the level says of its holder.
    scheme_version
        As "2026".
    scope
        What the label was given for, as a programme or a site; empty where it is the whole.
    issuer, issuer_did
        Who attests it: name and decentralised identifier.
    credential_id
        Of the credential that is behind it.
    verification_url
        The page that tells whether the label still holds, http or https. The code and the seal lead there.
    valid_from, valid_until
        First and last day.
    number
        In the register; what somebody would read out on the telephone.
    key_fingerprint
        Of the key that signed the credential.
    endorsed_by
        Names of those who endorse it.
    """

    holder: str
    city: str | None = None
    country: str | None = None
    degree: int
    level: Mapping[str, str]
    scheme: Mapping[str, str]
    scheme_version: str
    says: Mapping[str, str]
    scope: str = ""
    issuer: str
    issuer_did: str
    credential_id: str
    verification_url: str
    valid_from: date
    valid_until: date
    number: str
    key_fingerprint: str | None = None
    endorsed_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        parts = urlsplit(self.verification_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UnfitAddressError(self.verification_url, "is no web address")
        if not self.verification_url.isascii() or not self.verification_url.isprintable():
            raise UnfitAddressError(self.verification_url, "has letters that an address writes with % signs")
        if len(self.verification_url) > LONGEST_ADDRESS:
            raise UnfitAddressError(self.verification_url, f"is longer than {LONGEST_ADDRESS} letters")
