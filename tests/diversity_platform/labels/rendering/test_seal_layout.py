"""Level, name and foot fit into the seal, however long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diversity_platform.labels.rendering.fitting import Fitted, fitted
from diversity_platform.labels.rendering.seal import LARGE, SMALL
from tests.diversity_platform.labels.attested import LONG

if TYPE_CHECKING:
    from diversity_platform.labels.rendering.seal_layout import Layout

#: Of letters, in parts of the type size; and what rounding may take.
ASCENT, DESCENT, ROUNDED = 0.92, 0.24, 0.25
LAYOUTS = pytest.mark.parametrize("layout", [LARGE, SMALL])
TEXTS = st.text(st.sampled_from("abcdefgh MWiläß東ب  "), max_size=200).map(
    lambda text: " ".join(text.split())
)


@LAYOUTS
@given(level=TEXTS.map(lambda text: text[:50].strip()).filter(bool), holder=TEXTS.filter(bool))
def test_lines_stand_below_each_other_inside_their_room(layout: Layout, level: str, holder: str) -> None:
    lines = layout.lines(level, "", holder)
    assert [line.y for line in lines] == sorted({line.y for line in lines})
    assert lines[0].y - ASCENT * lines[0].size >= layout.room.top - ROUNDED
    assert lines[-1].y + DESCENT * lines[-1].size <= layout.room.bottom + ROUNDED


@LAYOUTS
@given(level=TEXTS.map(lambda text: text[:50].strip()).filter(bool), holder=TEXTS.filter(bool))
def test_level_is_never_cut_short(layout: Layout, level: str, holder: str) -> None:
    bold = [line.text for line in layout.lines(level, "", holder) if line.weight > 400]
    assert "".join("".join(bold).split()) == "".join(level.split())


@pytest.mark.parametrize("holder", LONG.values(), ids=LONG)
@LAYOUTS
def test_long_name_ends_with_an_ellipsis(layout: Layout, holder: str) -> None:
    name = [line.text for line in layout.lines("Diversity Connector", "", holder) if line.weight == 400]
    assert len(name) == 2
    assert name[-1].endswith("…")
    assert "".join(holder.split()).startswith("".join("".join(name)[:-1].split()))


def test_short_name_is_set_large_and_whole() -> None:
    lines = LARGE.lines("Candidate", "", "Hub")
    assert [(line.text, line.size) for line in lines] == [("Candidate", 42), ("Hub", 27)]


def test_lines_are_as_even_as_can_be() -> None:
    assert fitted("aaaa bb aaaa bb", width=400, size=60, lines=2) == Fitted(
        ("aaaa bb", "aaaa bb"), 60, is_whole=True
    )


def test_broken_word_is_told_from_a_whole_one() -> None:
    assert fitted("aaaaaaaaaa", width=100, size=30, lines=3) == Fitted(
        ("aaaa", "aaaa", "aa"), 30, is_whole=False
    )
    assert fitted("", width=100, size=30, lines=3) == Fitted((), 30, is_whole=True)
