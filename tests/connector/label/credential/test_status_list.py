"""Status lists: their laws, the order of their bits, what both oracles make of them, and bombs."""

from __future__ import annotations

import base64
import gzip
import io
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.label.credential.errors import StatusListFaultyError
from connector.label.credential.status_list import LEAST, MOST, is_marked, packed, unpacked
from tests.oracles import node_vc, openbadges

#: First, last, and at the edges of bytes.
EDGES = {0, 1, 7, 8, 9, 15, 16, 4_711, LEAST - 8, LEAST - 1}
places = st.sets(st.integers(0, LEAST - 1), max_size=30)


def written(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).decode().rstrip("=")


def all_marked(bits: bytes) -> set[int]:
    return {place for place in range(8 * len(bits)) if is_marked(bits, place)}


@given(places)
@settings(max_examples=20)
def test_what_was_marked_is_marked_and_nothing_else(marked: set[int]) -> None:
    bits = unpacked(packed(marked))
    assert len(bits) == LEAST // 8
    assert all_marked(bits) == marked


@given(places, st.integers(0, LEAST - 1))
@settings(max_examples=50)
def test_to_mark_and_to_take_it_back_leaves_the_list_as_it_was(marked: set[int], place: int) -> None:
    assert packed({*marked, place} - {place}) == packed(marked - {place})
    assert is_marked(unpacked(packed({*marked, place})), place)
    assert not is_marked(unpacked(packed(marked - {place})), place)


@given(st.lists(st.integers(0, LEAST - 1), max_size=20))
@settings(max_examples=20)
def test_the_order_and_a_mark_made_twice_change_no_letter(marked: list[int]) -> None:
    assert packed(marked) == packed(sorted(marked)) == packed([*marked, *marked])


def test_the_first_entry_is_the_highest_bit_of_the_first_byte() -> None:
    """Bitstring Status List 1.0, 2.2: the first index is the left-most bit."""
    bits = unpacked(packed([0, 9, LEAST - 1]))
    assert (bits[0], bits[1], bits[-1]) == (0b1000_0000, 0b0100_0000, 0b0000_0001)


def test_the_list_of_the_standard_is_read() -> None:
    """The encodedList of example 3 of the recommendation: 131,072 entries, none of them marked."""
    text = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert unpacked(text) == bytes(LEAST // 8)


def test_openbadgeslib_reads_ours_and_we_read_its() -> None:
    assert openbadges.read_list(packed(EDGES)) == EDGES
    assert all_marked(unpacked(openbadges.encoded_list(EDGES))) == EDGES


def test_node_reads_ours_and_we_read_its() -> None:
    ours, longer, made = node_vc.judged(
        [
            node_vc.reading(packed(EDGES)),
            node_vc.reading(packed(EDGES, 2 * LEAST)),
            node_vc.listing("https://city.example/status", "revocation", EDGES),
        ]
    )
    assert ours.value == {"length": LEAST, "set": sorted(EDGES)}
    assert longer.value == {"length": 2 * LEAST, "set": sorted(EDGES)}
    assert all_marked(unpacked(made.value["credentialSubject"]["encodedList"])) == EDGES


@pytest.mark.parametrize("entries", [0, 8, LEAST - 8, LEAST + 1, LEAST + 7, MOST + 8, -LEAST])
def test_a_list_is_long_enough_for_the_herd_and_made_of_whole_bytes(entries: int) -> None:
    with pytest.raises(StatusListFaultyError):
        packed([], entries)


@pytest.mark.parametrize("place", [-1, LEAST, LEAST + 8])
def test_a_place_outside_the_list_can_neither_be_marked_nor_looked_up(place: int) -> None:
    with pytest.raises(StatusListFaultyError):
        packed([place])
    with pytest.raises(StatusListFaultyError):
        is_marked(bytes(LEAST // 8), place)


def test_a_list_of_one_byte_less_or_more_than_may_be_is_refused() -> None:
    assert unpacked(written(bytes(LEAST // 8))) == bytes(LEAST // 8)
    assert len(unpacked(written(bytes(MOST // 8)))) == MOST // 8
    for size, words in ((LEAST // 8 - 1, "fewer"), (0, "fewer"), (MOST // 8 + 1, "more than")):
        with pytest.raises(StatusListFaultyError, match=words):
            unpacked(written(bytes(size)))


GOOD = packed(EDGES)
FAULTY = {
    "no letter": GOOD[1:],
    "letter of another base": f"z{GOOD[1:]}",
    "capital letter": f"U{GOOD[1:]}",
    "cut off": GOOD[:-8],
    "next to nothing": GOOD[:9],
    "nothing": "u",
    "no text": "",
    "letter of base64 that base64url lacks": f"{GOOD[:20]}+{GOOD[21:]}",
    "space": f"{GOOD[:20]} {GOOD[20:]}",
    "another script": f"{GOOD[:20]}é{GOOD[20:]}",
    "twice": GOOD + GOOD[1:],
    "not packed": "u" + base64.urlsafe_b64encode(bytes(LEAST)).decode(),
    "something follows": "u" + base64.urlsafe_b64encode(gzip.compress(bytes(LEAST)) + b"more").decode(),
    "packed in two": "u" + base64.urlsafe_b64encode(gzip.compress(bytes(LEAST)) * 2).decode(),
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_what_is_not_packed_as_such_lists_are_is_refused(text: str) -> None:
    with pytest.raises(StatusListFaultyError):
        unpacked(text)


def test_a_byte_that_was_changed_on_the_way_is_noticed_by_the_sum_of_the_packing() -> None:
    data = bytearray(gzip.compress(bytes(LEAST // 8), mtime=0))
    data[-8] ^= 1
    with pytest.raises(StatusListFaultyError, match="unpacked"):
        unpacked("u" + base64.urlsafe_b64encode(bytes(data)).decode().rstrip("="))


def test_a_small_text_that_unpacks_to_half_a_gigabyte_is_refused_quickly_and_in_little_memory() -> None:
    inner = io.BytesIO()
    with gzip.GzipFile(fileobj=inner, mode="wb", compresslevel=9) as file:
        for _ in range(512):
            file.write(bytes(1 << 20))
    # half a gigabyte, in a thousandth of that
    bomb = "u" + base64.urlsafe_b64encode(inner.getvalue()).decode().rstrip("=")
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    begin = time.thread_time()
    with pytest.raises(StatusListFaultyError, match="more than"):
        unpacked(bomb)
    seconds, peak = time.thread_time() - begin, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 1
    assert peak < 10_000_000
