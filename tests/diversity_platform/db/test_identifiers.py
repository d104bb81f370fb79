"""Identifiers: version 7, in the order in which they were made."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from diversity_platform.db.identifiers import new_id

#: The example of RFC 9562, appendix A.6: 2022-02-22 19:22:22 UTC.
RFC_EXAMPLE, RFC_MILLISECONDS = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), 0x017F22E279B0


def milliseconds(identifier: UUID) -> int:
    return identifier.int >> 80


def test_we_read_the_time_where_the_rfc_writes_it() -> None:
    assert milliseconds(RFC_EXAMPLE) == RFC_MILLISECONDS


def test_identifiers_are_of_version_seven_and_of_this_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    identifiers = [new_id() for _ in range(1000)]
    after = time.time_ns() // 1_000_000
    assert {(identifier.version, identifier.variant) for identifier in identifiers} == {(7, RFC_4122)}
    assert [found for found in map(milliseconds, identifiers) if not before <= found <= after] == []


def test_identifiers_sort_as_they_were_made_and_none_comes_twice() -> None:
    identifiers = [new_id() for _ in range(20_000)]
    assert identifiers == sorted(identifiers)
    assert [str(identifier) for identifier in identifiers] == sorted(map(str, identifiers))
    assert len(set(identifiers)) == 20_000


def test_what_is_random_differs_in_every_bit() -> None:
    seen = [new_id().int & ((1 << 62) - 1) for _ in range(200)]
    always, ever = (1 << 62) - 1, 0
    for bits in seen:
        always, ever = always & bits, ever | bits
    assert (always, ever) == (0, (1 << 62) - 1)
