"""The seal is a self-contained drawing that leads to the live state and holds names as text."""

from __future__ import annotations

import json
import re

import html5lib
import pytest
from defusedxml.ElementTree import fromstring as parsed
from openbadgeslib import baking

from diversity_platform.labels.errors import LanguageMissingError
from diversity_platform.labels.rendering.seal import seal, seal_html_snippet
from tests.diversity_platform.labels.attested import ADDRESS, HOSTILE, attested

SVG, BADGES = "{http://www.w3.org/2000/svg}", "{https://purl.imsglobal.org/ob/v3p0}"
LEGIBLE = " ".join(HOSTILE.split())
ELEMENTS = {"svg", "title", "desc", "style", "a", "g", "rect", "circle", "path", "text"}


def texts(drawn: str, variant: str) -> list[str]:
    """Return the lines of text of one variant, large or small."""
    group = parsed(drawn).find(f".//{SVG}g[@class='seal-{variant}']")
    assert group is not None
    return [str(line.text) for line in group.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("degree", [0, 1, 2])
def test_seal_holds_nothing_but_drawing_text_and_one_link(degree: int, language: str) -> None:
    root = parsed(seal(attested(degree), language))
    assert {element.tag for element in root.iter()} == {SVG + name for name in ELEMENTS}
    assert [link.get("href") for link in root.iter(SVG + "a")] == [ADDRESS]
    addresses = [value for element in root.iter() for value in element.attrib.values() if "://" in value]
    assert addresses == [ADDRESS]
    assert not re.search(r"url\(|@import|@font-face", seal(attested(degree), language))
    assert [name for element in root.iter() for name in element.attrib if name.startswith("on")] == []
    drawn = root.find(SVG + "a")
    assert drawn is not None
    assert list(root)[-1] is drawn


def test_title_and_description_say_in_words_what_is_drawn() -> None:
    root = parsed(seal(attested(2), "en"))
    assert root.findtext(SVG + "title") == "Maison des possibles: Diversity Connector with distinction"
    assert root.findtext(SVG + "desc") == (
        "Attested by Network of example cities until August 31, 2028. "
        "The link leads to whether it still holds."
    )


@pytest.mark.parametrize(
    ("degree", "language", "lines"),
    [
        (1, "en", ["Diversity", "Connector", "Maison des possibles", "until 2028 · check state ›"]),
        (0, "en", ["Candidate", "Label not held yet", "Maison des possibles", "until 2028 · check state ›"]),
        (
            0,
            "fr",
            ["Candidat", "Label pas encore obtenu", "Maison des possibles", "jusqu’en 2028 · vérifier ›"],
        ),
    ],
)
def test_seal_shows_level_name_and_year(degree: int, language: str, lines: list[str]) -> None:
    assert texts(seal(attested(degree), language), "large") == lines


@pytest.mark.parametrize("language", ["en", "fr"])
def test_candidate_is_told_at_every_size_that_the_label_is_not_held(language: str) -> None:
    note = {"en": "Label not held yet", "fr": "Label pas encore obtenu"}[language]
    for variant in ("large", "small"):
        assert note in " ".join(texts(seal(attested(0), language), variant))
        assert note not in " ".join(texts(seal(attested(1), language), variant))


def test_degrees_differ_in_form_and_not_in_colour() -> None:
    drawings = [seal(attested(degree, level={"en": "Level"}), "en") for degree in (0, 1, 2, 3)]
    roots = [parsed(drawn) for drawn in drawings]
    assert [len({*re.findall("#[0-9a-f]{3,6}", drawn)} - {"#1a1e23"}) for drawn in drawings] == [2, 2, 2, 2]
    frames = [root.findall(f"{SVG}a/{SVG}rect") for root in roots]
    assert [len(frame) for frame in frames] == [2, 2, 3, 3]
    assert [frame[1].get("stroke-dasharray") is not None for frame in frames] == [True, False, False, False]
    stars = [
        sum(path.get("d", "").startswith("M0 -12L") for path in root.iter(SVG + "path")) for root in roots
    ]
    assert stars == [0, 0, 2, 4]  # one and two, in each of two variants


def test_what_strangers_wrote_is_text_and_nothing_else() -> None:
    hostile = attested(holder=HOSTILE, issuer=HOSTILE, verification_url=ADDRESS + "?a=1&b='\"<x>")
    root = parsed(seal(hostile, "en"))
    assert root.findtext(SVG + "title") == f"{LEGIBLE}: Diversity Connector"
    assert LEGIBLE in str(root.findtext(SVG + "desc"))
    assert {element.tag for element in root.iter()} == {SVG + name for name in ELEMENTS}
    assert [link.get("href") for link in root.iter(SVG + "a")] == [ADDRESS + "?a=1&b='\"<x>"]


def test_name_with_signs_that_xml_forbids_gives_xml_all_the_same() -> None:
    root = parsed(seal(attested(holder="Hub\x00\x0b\ufffe\ud800 Lyon"), "en"))
    assert root.findtext(SVG + "title") == "Hub Lyon: Diversity Connector"


CREDENTIAL = json.dumps(
    {"name": HOSTILE, "odd": "\ufffe\uffff]]>]]>", "escaped": "\\u003e\\", "proof": [[1]]}, ensure_ascii=False
)


def test_baked_credential_is_found_by_an_independent_library() -> None:
    drawn = seal(attested(), "en", credential_json=CREDENTIAL)
    found = baking.extract_svg(drawn.encode(), element=baking.SVG_ELEMENT_OB3, text_fallback=True)
    assert found is not None
    assert json.loads(found) == json.loads(CREDENTIAL)
    assert BADGES[1:-1] == baking.SVG_NS_OB3


def test_credential_stands_right_after_the_opening_tag_in_one_cdata_section() -> None:
    drawn = seal(attested(), "en", credential_json=CREDENTIAL)
    first = next(iter(parsed(drawn)))
    assert (first.tag, first.attrib) == (BADGES + "credential", {})
    assert drawn.count("<![CDATA[") == drawn.count("]]>") == 1
    assert len(re.findall(r"<svg[^>]*>\s*<openbadges:credential><!\[CDATA\[", drawn)) == 1


def test_seal_without_credential_names_no_badge() -> None:
    assert "openbadges" not in seal(attested(), "en")


def test_what_is_no_json_is_not_baked_in() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        seal(attested(), "en", credential_json="<script>")


def test_same_label_gives_the_same_seal() -> None:
    assert seal(attested(2), "fr", credential_json="{}") == seal(attested(2), "fr", credential_json="{}")


def test_language_that_is_not_offered_is_refused() -> None:
    with pytest.raises(LanguageMissingError):
        seal(attested(), "ar")


@pytest.mark.parametrize(("degree", "language"), [(0, "en"), (1, "fr")])
def test_snippet_is_an_image_inside_a_link(degree: int, language: str) -> None:
    label = attested(degree, holder=HOSTILE)
    snippet = seal_html_snippet(label, language, image_url='/seal.svg?"><script>', width=120)
    tree = html5lib.parseFragment(snippet, namespaceHTMLElements=False)
    assert [element.tag for element in tree.iter() if isinstance(element.tag, str)][1:] == ["a", "img"]
    link, image = tree[0], tree[0][0]
    assert link.get("href") == ADDRESS
    assert (image.get("src"), image.get("width"), image.get("height")) == (
        '/seal.svg?"><script>',
        "120",
        "120",
    )
    assert (
        image.get("alt")
        == {
            "en": f"The label is not held yet. {LEGIBLE}: Candidate (until 2028, check state)",
            "fr": f"{LEGIBLE}\u00a0: Label Diversity Connector (jusqu’en 2028, vérifier)",
        }[language]
    )
