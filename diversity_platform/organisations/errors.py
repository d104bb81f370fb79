"""What can be wrong with a city or a company."""

from __future__ import annotations


class SlugTakenError(Exception):
    """Another city has this address."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"There is already a city at the address '{slug}'.")
        self.slug = slug


class SlugRefusedError(Exception):
    """An address that cannot be used: malformed, or kept for the site's own pages."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"'{slug}' cannot be a city's address: use 2 to 60 small letters, digits and hyphens, and none "
            "of the names of the site's own pages."
        )
        self.slug = slug
