"""Names of company pages: readable, safe in every file system, one for each company over all periods."""

from __future__ import annotations

import re
import unicodedata


class PageNames:
    """Gives each company its page name; companies that would share one are numbered."""

    def __init__(self) -> None:
        self._by_key: dict[str, str] = {}
        self._taken: set[str] = set()

    def name(self, key: str, company: str) -> str:
        """Return the page name of the company with this key."""
        if key not in self._by_key:
            ascii_name = unicodedata.normalize("NFKD", company).encode("ascii", "ignore").decode()
            slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:60].strip("-") or "company"
            candidate, number = slug, 2
            while candidate in self._taken:
                candidate, number = f"{slug}-{number}", number + 1
            self._taken.add(candidate)
            self._by_key[key] = candidate
        return self._by_key[key]
