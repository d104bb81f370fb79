"""The certificate says everything in both languages, is the same at each printing, and leads to the state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import html5lib
import pytest

from diversity_platform.labels.errors import LanguageMissingError, LettersMissingError
from diversity_platform.labels.rendering.attested import LONGEST_ADDRESS
from diversity_platform.labels.rendering.certificate import certificate, page
from tests.diversity_platform.labels import printed
from tests.diversity_platform.labels.attested import ADDRESS, ARABIC, GREEK, HOSTILE, LONG, attested

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("_pango")

SAYS = {
    "en": [
        "CERTIFICATE", "Maison des possibles", "Lyon, France", "holds the label", "Diversity Connector",
        "from September 1, 2026 to August 31, 2028", "Incubation programme", "Network of example cities",
        "City of Example, Network of Incubators", "Diversity Connector, version 2026",
        "Does it still hold?", "This paper shows what was true on the day of issue.",
        "Whether the label still holds: scan, or open the address.",
    ],
    "fr": [
        "CERTIFICAT", "Maison des possibles", "Lyon, France", "est titulaire du", "Label Diversity Connector",
        "du 1er septembre 2026 au 31 août 2028", "Incubation programme", "Network of example cities",
        "City of Example, Network of Incubators", "Label Diversity Connector, version 2026",
        "Est-il toujours valable\u202f?", "Ce document montre ce qui était vrai le jour de sa délivrance.",
        "Pour savoir si le label est toujours valable\u00a0: scannez le code, ou ouvrez l’adresse.",
    ],
}  # fmt: skip
IN_EVERY_LANGUAGE = [
    ADDRESS, "2026-0017", "did:web:label.example.org", "urn:uuid:3e1f0f5c-6f0e-4a8e-9c0b-000000000001",
    "z6Mk0example0fingerprint",
]  # fmt: skip


def read(label: bytes, folder: Path) -> str:
    return " ".join(printed.words(label, folder).split())


def pages(made: bytes) -> int:
    return len(re.findall(r"/Type /Page\b(?!s)", printed.objects(made)))


@pytest.mark.parametrize("language", SAYS)
def test_paper_says_it_all(language: str, tmp_path: Path) -> None:
    label = attested()
    text = read(certificate(label, language), tmp_path)
    wanted = [" ".join(line.split()) for line in (*SAYS[language], label.says[language], *IN_EVERY_LANGUAGE)]
    # at the foot a line of the text is followed by what stands beside it
    assert [line for line in wanted if not all(word in text for word in line.split())] == []
    assert [line for line in wanted[:10] if line not in text] == []


@pytest.mark.parametrize(
    ("language", "note"),
    [("en", "does not hold the label yet; its level is"), ("fr", "n’a pas encore le label ; son niveau est")],
)
def test_candidate_is_told_that_the_label_is_not_held(language: str, note: str, tmp_path: Path) -> None:
    assert note in read(certificate(attested(0), language), tmp_path)
    assert note not in read(certificate(attested(1), language), tmp_path)


def test_what_is_not_known_leaves_no_empty_line() -> None:
    bare = attested(city=None, country=None, scope="", key_fingerprint=None, endorsed_by=())
    terms = re.findall("<dt>(.*?)</dt>", page(bare, "en", is_dense=False))
    assert terms == ["Valid", "Attested by", "Scheme", "Number", "Issuer", "Credential"]
    assert 'class="place"' not in page(bare, "en", is_dense=False)


# --------------------------------------------------------------------------- the code


@pytest.mark.parametrize(
    "address",
    [ADDRESS, ADDRESS + "?lang=fr&a='b'", ADDRESS.ljust(LONGEST_ADDRESS, "x")],
    ids=["short", "signs", "longest"],
)
def test_code_on_the_paper_is_scanned_as_the_address_printed_beside_it(address: str, tmp_path: Path) -> None:
    made = certificate(attested(2, verification_url=address), "en")
    assert printed.scanned(made, tmp_path) == address
    assert printed.strings(made, "URI") == [address] * len(printed.strings(made, "URI")) != []
    assert "".join(address.split()) in "".join(printed.words(made, tmp_path).split()) or len(address) > 70


# --------------------------------------------------------------------------- the file


@pytest.mark.parametrize("language", ["en", "fr"])
def test_file_is_tagged_and_has_title_language_and_texts_for_its_figures(language: str) -> None:
    made = certificate(attested(), language)
    text = printed.objects(made)
    level = attested().level[language]
    assert made.startswith(b"%PDF-1.7")
    assert 'pdfuaid:part="1"' in text
    assert re.search(r"/MarkInfo <<\s*/Marked true", text)
    assert re.search(r"/ViewerPreferences <<\s*/DisplayDocTitle true", text)
    assert text.count("/Type /StructTreeRoot") == 1
    assert printed.strings(made, "Lang") == [language]
    title = f"Maison des possibles{'' if language == 'en' else chr(0xA0)}: {level}"
    assert title in printed.strings(made, "Title")
    code = {"en": "QR code that leads to ", "fr": "Code QR qui mène à "}[language] + ADDRESS
    assert printed.strings(made, "Alt") == [level, code]
    assert text.count("/S /Figure") == 2
    assert (text.count("/S /H1"), text.count("/S /H2")) == (1, 1)


def test_dates_in_the_file_are_the_first_day_and_none_is_of_today() -> None:
    made = certificate(attested(), "en")
    assert printed.strings(made, "CreationDate") == printed.strings(made, "ModDate") == ["D:20260901"]
    days = re.findall(r"\b20\d\d-\d\d-\d\d\b", printed.objects(made))
    assert set(days) == {"2026-09-01"}


def test_same_label_gives_the_same_bytes_and_another_one_others() -> None:
    first = certificate(attested(2, holder=ARABIC), "fr")
    assert certificate(attested(2, holder=ARABIC), "fr") == first
    assert certificate(attested(2, holder=ARABIC), "en") != first
    assert certificate(attested(2, holder=ARABIC, number="2026-0018"), "fr") != first


# --------------------------------------------------------------------------- names


@pytest.mark.parametrize("holder", LONG.values(), ids=LONG)
def test_long_name_stays_whole_on_one_sheet(holder: str, tmp_path: Path) -> None:
    made = certificate(attested(2, holder=holder), "fr")
    assert pages(made) == 1
    text = printed.words(made, tmp_path)
    # the Arabic font draws letters from shared shapes and dots: its text is whole in the title alone
    if not holder.startswith(ARABIC.split(maxsplit=1)[0]):
        assert "".join(holder.split()) in "".join(text.split())
    assert f"{holder}\u00a0: Label Diversity Connector avec distinction" in printed.strings(made, "Title")


def test_long_everything_goes_on_to_a_second_sheet_and_loses_nothing(tmp_path: Path) -> None:
    made = certificate(attested(2, holder=LONG["words"], scope="All of its programmes. " * 60), "en")
    assert pages(made) == 2
    assert read(made, tmp_path).count("programmes.") == 60


def test_name_that_no_font_can_draw_is_refused_instead_of_printed_as_boxes() -> None:
    assert certificate(attested(holder=GREEK), "en")
    with pytest.raises(LettersMissingError, match="U\\+E123") as refused:
        certificate(attested(holder="Hub \ue123 \ue123"), "en")
    assert refused.value.letters == "\ue123"


def test_what_strangers_wrote_is_text_and_nothing_else(tmp_path: Path) -> None:
    hostile = attested(
        holder=HOSTILE, city=HOSTILE, scope=HOSTILE, issuer=HOSTILE, issuer_did=HOSTILE, number=HOSTILE,
        credential_id=HOSTILE, key_fingerprint=HOSTILE, endorsed_by=(HOSTILE, HOSTILE),
        verification_url=ADDRESS + "?a='\"</title><script>",
    )  # fmt: skip
    html = page(hostile, "en", is_dense=False)
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    tags = [element.tag for element in tree.iter() if isinstance(element.tag, str)]
    usual = html5lib.parse(page(attested(), "en", is_dense=False), namespaceHTMLElements=False)
    assert tags == [element.tag for element in usual.iter() if isinstance(element.tag, str)]
    assert tree.findtext(".//h1/bdi") == " ".join(HOSTILE.split())
    assert "<script>alert(1)</script>" in read(certificate(hostile, "en"), tmp_path)


def test_language_that_is_not_offered_is_refused() -> None:
    with pytest.raises(LanguageMissingError):
        certificate(attested(), "ar")
