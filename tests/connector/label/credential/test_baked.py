"""A credential is read out of the seal that carries it, and a drawing cannot do harm while it is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib import baking

from connector.label.credential.baked import is_markup, unbaked
from connector.label.credential.errors import NotACredentialError
from connector.label.credential.reading import LARGEST
from diversity_platform.labels.rendering.seal import seal
from tests.connector.label.world import World, answer, issued, judged
from tests.diversity_platform.labels.attested import attested

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
ONE = "<o:credential><![CDATA[{}]]></o:credential>"
EMPTY = b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"


def drawn(document: dict[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False)
    return seal(attested(), "en", credential_json=text).encode()


def test_a_seal_is_verified_as_the_credential_in_it(world: World, city: Path) -> None:
    document = issued(city)
    assert answer(judged(world, drawn(document))) == answer(judged(world, document))
    assert answer(judged(world, drawn(document)))[0] == "valid"


def test_what_was_changed_in_a_seal_is_noticed(world: World, city: Path) -> None:
    changed = drawn(issued(city)).replace("Brückenbau".encode(), "Brückenabbau".encode())
    assert answer(judged(world, changed)) == ("not valid", "verify.signature.wrong")


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=5))
def test_what_is_baked_in_comes_out(told: dict[str, Any]) -> None:
    assert json.loads(unbaked(drawn(told))) == told


def test_what_another_library_baked_comes_out() -> None:
    baked = baking.bake_svg(
        EMPTY,
        '{"name": "A & B"}',
        element=baking.SVG_ELEMENT_OB3,
        namespace=baking.SVG_NS_OB3,
        as_text=True,
    )
    assert json.loads(unbaked(baked)) == {"name": "A & B"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{HEAD}</svg>", "the drawing carries no credential"),
        (f"{HEAD}{ONE}{ONE}</svg>", "the drawing carries more than one credential"),
        (f"{HEAD}<o:credential>{{}}<b/></o:credential></svg>", "a credential in a drawing is text alone"),
        (f"{HEAD}<credential>{{}}</credential></svg>", "the drawing carries no credential"),
        ("<!doctype html><html></html>", "no readable drawing: syntax error"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}</svg>', "a drawing that declares a document type"),
        (
            f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{HEAD}</svg>',
            "a drawing that declares a document type",
        ),
        ("<html></html>", "neither JSON nor an SVG drawing"),
        (HEAD, "no readable drawing: no element found: line 1, column 85"),
        (f"{HEAD}&lol;</svg>", "no readable drawing: undefined entity: line 1, column 85"),
        ("<?xml version='1.0' encoding='no-such'?><svg/>", "no readable drawing: unknown encoding"),
    ],
)
def test_other_drawings_are_refused_with_the_reason(text: str, fault: str) -> None:
    assert is_markup(text.encode())
    with pytest.raises(NotACredentialError) as refused:
        unbaked(text.encode())
    assert str(refused.value).startswith(fault)


def test_a_drawing_has_a_largest_size() -> None:
    data = HEAD.encode() + b" " * LARGEST
    with pytest.raises(NotACredentialError, match=r"larger than 4,000,000 bytes"):
        unbaked(data)


def test_however_deep_a_drawing_is_nested_it_is_read_or_refused() -> None:
    deep = HEAD + "<g>" * 200_000 + "</g>" * 200_000 + ONE + "</svg>"
    assert unbaked(deep.encode()) == b"{}"


@given(st.binary(max_size=200))
def test_anything_is_refused_or_read_and_never_a_crash(data: bytes) -> None:
    for tried in (data, HEAD.encode() + data, HEAD.encode() + ONE.encode() + data + b"</svg>"):
        try:
            unbaked(tried)
        except NotACredentialError as error:
            assert error.faults


@pytest.mark.parametrize("data", [b"<svg/>", b" \n<svg/>", b"\xef\xbb\xbf<svg/>"])
def test_markup_is_told_apart_from_json(data: bytes) -> None:
    assert is_markup(data)
    assert not is_markup(b'{"a": "<svg/>"}')
