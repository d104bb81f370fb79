"""Secrets that let somebody in: made at random, and kept only as what they hash to.

They are random enough that guessing them from the hash is hopeless, so a plain hash will do.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

#: Signs that nobody takes for another.
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#: Five groups of four of 32 signs: 100 bits.
_GROUPS, _LENGTH = 5, 4


def new_pass() -> str:
    """Return a pass that can be read out and typed: ``K7QM-…``."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def new_secret() -> str:
    """Return the secret of a session."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def as_typed(text: str) -> str:
    """Return a pass as it was made, however it was typed."""
    signs = "".join(sign for sign in text.upper() if sign in _SIGNS)
    return "-".join(signs[start : start + _LENGTH] for start in range(0, len(signs), _LENGTH))


def form_token(secret: str) -> str:
    """Return what forms of a session carry, so that no other site can send one in its name."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(token: str, secret: str) -> bool:
    """Tell whether a form carries what forms of a session do."""
    return hmac.compare_digest(token.encode(), form_token(secret).encode())
