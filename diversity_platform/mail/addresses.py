"""Mail addresses: what is one, when two are the same, and how much of one a log shows."""

from __future__ import annotations

import re

from diversity_platform.mail.errors import BadAddressError

_SIGN = r'[^@\s\x00-\x1f\x7f<>,;:"()\[\]\\]'
#: Something before one @ and a domain after it; what exactly may stand there, the receiver's server knows.
_ADDRESS = re.compile(rf"{_SIGN}{{1,64}}@{_SIGN}{{1,255}}")


def refuse_unless_address(address: str) -> None:
    """Check that something is a mail address, and one only.

    Raises
    ------
    BadAddressError
        If it is none.
    """
    if not _ADDRESS.fullmatch(address):
        raise BadAddressError(address)


def same(address: str) -> str:
    """Return the one way in which an address is compared: people write it in any case."""
    return address.strip().casefold()


def masked(address: str) -> str:
    """Return an address as a log may show it: the first letter, and where it is."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
