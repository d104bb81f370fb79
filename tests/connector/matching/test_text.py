from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.text import Embedder, TfIdfEmbedder, text_vectors
from connector.matching.text.plain import words_of
from connector.matching.text.terms import all_terms
from connector.parties import Declaration, Parties
from tests.connector.builders import incubator, startup
from tests.connector.crowd import WORDS

TERMS = tomllib.loads(files("connector.matching.text").joinpath("terms.toml").read_text("utf-8"))

#: Start-ups and the offer that each is about, in other languages; the offers in the order of the start-ups.
STARTUPS = [
    "We run a bakery with bread from Aleppo and want to open a second shop.",
    "Ambulanter Pflegedienst: Krankenpflege zu Hause in drei Sprachen.",
    "Розробка програмного забезпечення та мобільних застосунків для логістики.",
    "مطعم سوري يقدم خدمات الضيافة للشركات",
    "Terzi ve tekstil atölyesi, el işi nakış.",
    "Taller de reparación de bicicletas y reciclaje de piezas.",
    "Entreprise de nettoyage de bureaux.",
]
OFFERS = [
    "Incubateur pour la boulangerie et la pâtisserie.",
    "Support for nursing and care at home.",
    "Accelerator for software, apps and logistics companies.",
    "Programme pour restaurants et traiteurs.",
    "Mikrokredite für Schneider, Handwerk und Textil.",
    "Велосипеди: ремонт, переробка відходів, майстерня.",
    "Reinigung und Wäscherei: Beratung für kleine Betriebe.",
]


def likeness(startups: list[str], offers: list[str], **options: int) -> np.ndarray:
    first, second = TfIdfEmbedder(**options).embed(startups, offers)
    return first @ second.T


def test_texts_in_other_languages_about_the_same_come_first() -> None:
    assert likeness(STARTUPS, OFFERS).argmax(axis=1).tolist() == list(range(len(STARTUPS)))


def test_so_they_do_among_many_other_texts() -> None:
    rng = np.random.default_rng(5)
    others = [" ".join(rng.choice(WORDS, 12)) for _ in range(200)]
    like = likeness([*STARTUPS, *others[:100]], [*OFFERS, *others[100:]])[: len(STARTUPS), : len(OFFERS)]
    assert like.argmax(axis=1).tolist() == list(range(len(STARTUPS)))


def test_texts_in_one_language_meet_in_words_that_no_list_has() -> None:
    like = likeness(
        ["Drones that inspect bridges"], ["We fund drone inspection of a bridge", "We fund perfumes", "Chess"]
    )
    assert like.argmax(axis=1).tolist() == [0]
    assert like[0, 0] > 2 * like[0, 1:].max()


def test_a_text_is_most_like_itself() -> None:
    like = likeness([*STARTUPS, *OFFERS], [*STARTUPS, *OFFERS])
    assert np.diag(like) == pytest.approx(1, abs=1e-5)
    assert like.argmax(axis=1).tolist() == list(range(len(like)))


@pytest.mark.parametrize("nothing", ["", "   ", "…!?", "🙂"])
def test_a_text_without_words_has_no_vector(nothing: str) -> None:
    first, second = TfIdfEmbedder().embed([nothing, "Bread"], [nothing])
    assert [row.any() for row in first] == [False, True]
    assert not second.any()


def test_nothing_but_empty_texts_is_no_error() -> None:
    first, second = TfIdfEmbedder(dimensions=8).embed(["", ""], [])
    assert (first.tolist(), second.shape) == ([[0.0] * 8] * 2, (0, 8))


@given(
    texts=st.lists(st.text(st.sampled_from("abc éİß م ї'’-1_"), max_size=12), min_size=1, max_size=12),
    dimensions=st.integers(1, 6),
)
@settings(max_examples=20)
def test_vectors_have_length_1_or_0_and_are_the_same_each_time(texts: list[str], dimensions: int) -> None:
    first, second = TfIdfEmbedder(dimensions).embed(texts, texts)
    assert (first.shape, first.dtype) == ((len(texts), dimensions), np.float32)
    lengths = np.linalg.norm(first, axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-5))
    assert np.array_equal(first, second)
    again, _ = TfIdfEmbedder(dimensions).embed(texts, texts)
    assert np.array_equal(first, again)


@pytest.mark.parametrize("count", [100, 1_100])  # reduced exactly, and by drawing
def test_many_texts_are_reduced_to_the_same_vectors_each_time(count: int) -> None:
    rng = np.random.default_rng(1)
    texts = [" ".join(rng.choice(WORDS, 10)) for _ in range(count)]
    first, second = (TfIdfEmbedder(16).embed(texts, texts[:5])[0] for _ in range(2))
    assert np.array_equal(first, second)
    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-5)


def test_drawing_finds_nearly_what_exactness_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    texts = [" ".join(rng.choice(WORDS, 10)) for _ in range(200)]
    exact = likeness(texts, texts, dimensions=12)
    monkeypatch.setattr("connector.matching.text.tf_idf._FEW", 10)
    drawn = likeness(texts, texts, dimensions=12)
    assert np.corrcoef(exact.ravel(), drawn.ravel())[0, 1] > 0.99


def test_equal_words_have_equal_vectors_and_count_once() -> None:
    first, second = TfIdfEmbedder(4).embed(
        ["Bread, coffee", "bread coffee", "Tea"], ["BREAD; COFFEE!"] * 1_001
    )
    assert first[0].tobytes() == first[1].tobytes()
    assert {row.tobytes() for row in second} == {first[0].tobytes()}


def test_a_deployment_may_bring_its_own_model() -> None:
    class Lengths:
        """Puts short texts on one axis and long ones on another."""

        def embed(self, startups: list[str], offers: list[str]) -> tuple[np.ndarray, np.ndarray]:
            first, second = (
                np.array([[len(t) < 5, len(t) >= 5] for t in side], np.float32) for side in (startups, offers)
            )
            return first, second

    own: Embedder = Lengths()
    parties = Parties((startup(text="tea"),), (incubator("c1", text="coffee"), incubator("c2", text="jam")))
    first, second = text_vectors(parties, own)
    assert (first @ second.T).tolist() == [[0.0, 1.0]]


# --------------------------------------------------------------------------- words and terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Économie à Liège", ["l", "economie", "a", "liege"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("İş ışık", ["is", "isik"]),
        ("المطعم والمقهى للشركات", ["مطعم", "مقهي", "شركات"]),
        ("مُطْعِم أُسْتاذ", ["مطعم", "استاذ"]),
        ("Кав'ярня, кав’ярня", ["кавярня", "кавярня"]),
    ],
)
def test_words_are_compared_without_case_accents_article_and_signs(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(text=st.text(max_size=30))
def test_plain_words_stay_as_they_are(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Nurses, infirmières, Krankenpfleger, enfermeros", ["nursing"] * 4),
        ("ممرضة, hemşire, медсестра", ["nursing"] * 3),
        ("commerce en ligne and an e-commerce site", ["online_trade", "online_trade"]),
        ("The pain of Frau Bauer: su casa, because it is important", []),
        ("Cookies are planned", []),
    ],
)
def test_concepts_of_a_text(text: str, concepts: list[str]) -> None:
    assert all_terms().concepts_of(words_of(text)) == concepts


@pytest.mark.parametrize("concept", TERMS["concepts"], ids=lambda concept: concept["code"])
def test_every_term_is_found_and_every_language_has_one(concept: dict) -> None:
    assert set(concept) == {"code", *TERMS["languages"]}
    for language in TERMS["languages"]:
        for term in concept[language]:
            found = all_terms().concepts_of(words_of(term.replace("*", "")))
            assert concept["code"] in found, term
            # a short beginning begins too many words
            assert not re.fullmatch(r"[^\W\u0600-\u06ff]{1,3}\*", term), term


def test_no_term_says_who_somebody_is() -> None:
    words = "woman femme frau mujer refugee réfugié flüchtling refugiado لاجئ mülteci біженка migrant muslim"
    assert all_terms().concepts_of(words_of(words)) == []
    assert not {concept["code"] for concept in TERMS["concepts"]} & set(Declaration.model_fields)
