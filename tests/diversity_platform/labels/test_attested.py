"""An address that cannot be linked and printed is refused before anything is drawn."""

from __future__ import annotations

import pytest

from diversity_platform.labels.errors import UnfitAddressError
from diversity_platform.labels.rendering.attested import LONGEST_ADDRESS
from tests.diversity_platform.labels.attested import ADDRESS, attested


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("javascript:alert(1)", "is no web address"),
        ("data:text/html,x", "is no web address"),
        ("label.example.org/register", "is no web address"),
        ("https:///register", "is no web address"),
        ("https://label.example.org/é", "has letters that an address writes with % signs"),
        ("https://label.example.org/\n", "has letters that an address writes with % signs"),
        (ADDRESS + "x" * LONGEST_ADDRESS, "is longer than 400 letters"),
    ],
)
def test_address_that_leads_nowhere_is_refused(address: str, fault: str) -> None:
    with pytest.raises(UnfitAddressError) as refused:
        attested(verification_url=address)
    assert (refused.value.address, refused.value.fault) == (address, fault)


def test_address_of_the_longest_length_is_taken() -> None:
    address = ADDRESS.ljust(LONGEST_ADDRESS, "x")
    assert attested(verification_url=address).verification_url == address
