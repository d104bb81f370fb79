"""Names as people write them, made comparable: "Black_or_African_American" is "Black or African American"."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a name in lower case with every run of signs and spaces as one space.

    Examples
    --------
    >>> plain(" Executive/Senior officials & Mgrs ")
    'executive senior officials mgrs'
    """
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
