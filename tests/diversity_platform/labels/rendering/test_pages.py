"""The pages of a label tell its state in words and by form, hold names as text, and ask for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from diversity_platform.labels.rendering.pages import style_sheet
from diversity_platform.labels.rendering.register_page import register_page
from diversity_platform.labels.rendering.state_page import state_page
from tests.diversity_platform.labels.attested import HOSTILE
from tests.diversity_platform.labels.live_states import PUBLISHER, TODAY, live_state
from tests.diversity_platform.site import XHTML, Html, said

LEGIBLE = " ".join(HOSTILE.split())
#: State, level -> what stands at the top in each language.
HEADLINES = {
    ("valid", "connector"): ("Valid until September 30, 2028", "Valable jusqu’au 30 septembre 2028"),
    ("valid", "candidate"): ("Label not held yet", "Label pas encore obtenu"),
    ("suspended", "connector"): ("Suspended since November 2, 2026", "Suspendu depuis le 2 novembre 2026"),
    ("suspended", "candidate"): ("Suspended since November 2, 2026", "Suspendu depuis le 2 novembre 2026"),
    ("withdrawn", "connector"): ("Withdrawn on November 2, 2026", "Retiré le 2 novembre 2026"),
    ("expired", "connector"): (
        "Expired: its last day was September 30, 2026",
        "Expiré\u00a0: son dernier jour était le 30 septembre 2026",
    ),
}
CASES = [(*case, language) for case in HEADLINES for language in ("en", "fr")]


def state(language: str = "en", **other: object) -> str:
    return state_page(live_state(**other), PUBLISHER, language, as_of=TODAY)


def register(*labels: object, language: str = "en") -> str:
    return register_page(labels, PUBLISHER, language, as_of=TODAY)


def panel(page: Html) -> tuple[str, str]:
    """Return the headline of the state, and what stands below it."""
    (section,) = page.all("section")
    return tuple(" ".join(said(one) for one in section.iter(f"{XHTML}{tag}")) for tag in ("h2", "p"))


@pytest.mark.parametrize(("code", "level", "language"), CASES)
def test_the_state_stands_at_the_top_with_its_day(code: str, level: str, language: str) -> None:
    page = Html.parse(state(language, state=code, at=level))
    headline, below = panel(page)
    assert headline == " ".join(HEADLINES[code, level][language == "fr"].split())
    assert said(page.all("title")[0]) == f"Brückenbau Inkubator – {headline}"
    assert {"en": "As of November 2, 2026", "fr": "État au 2 novembre 2026"}[language] in below
    assert page.root.get("lang") == language


@pytest.mark.parametrize(("code", "level"), [case for case in HEADLINES if case[0] in {"valid", "suspended"}])
def test_a_reader_who_comes_later_sees_the_last_day_beside_the_state(code: str, level: str) -> None:
    assert "September 30, 2028" in " ".join(panel(Html.parse(state(state=code, at=level))))


def test_states_differ_in_form_and_not_in_colour_alone() -> None:
    signs = set()
    for code, level in HEADLINES:
        (sign,) = re.findall(r"<section.*?(<svg.*?</svg>)", state(state=code, at=level), re.DOTALL)
        assert 'aria-hidden="true"' in sign
        signs.add(sign)
    assert len(signs) == 5  # a suspended candidate is suspended


def test_a_page_says_who_attests_what_to_whom_and_who_stands_behind() -> None:
    page = Html.parse(state())
    terms = [said(one) for one in page.all("dt")]
    facts = dict(zip(terms, map(said, page.all("dd")), strict=True))
    says = facts.pop("What it says")
    assert says == live_state().says["en"]
    assert facts == {
        "Holder": "Brückenbau Inkubator https://incubator.example",
        "Level": "Diversity Connector",
        "Scope": "All programmes",
        "Term": "from October 1, 2026 to September 30, 2028",
        "Number": "2026-0001",
        "Attested by": "City of Example did:web:city.example:label",
        "Endorsed by": (
            "Network of Cities, until January 31, 2027 did:web:network.example As the credential says. "
            "Whether these endorsements are genuine is looked at when it is verified."
        ),
        "Scheme": "Diversity Connector, version 2026",
    }


def test_history_tells_every_change_with_its_day() -> None:
    page = Html.parse(state(state="expired"))
    assert [said(one) for one in page.all("li") if one.find(f"{XHTML}time") is not None] == [
        "October 1, 2024 Valid",
        "September 30, 2026 Expired",
    ]


def test_what_holds_today_is_left_to_the_verifier() -> None:
    (command,) = [said(one) for one in Html.parse(state()).all("pre")]
    assert command == f"diversity-platform label verify {live_state().credential} --log"
    assert "cannot know of anything later. Programs read the signed status lists" in state()


def links(text: str) -> list[str]:
    return [one.get("href", "") for tag in ("a", "link") for one in Html.parse(text).all(tag)]


@pytest.mark.parametrize(
    "lacking", [{}, {"has_certificate": False}, {"has_seal": False}, {"has_credential": False}]
)
def test_only_what_is_there_is_linked(lacking: dict[str, bool]) -> None:
    files = {
        "has_certificate": "../shown/2026-0001.pdf",
        "has_seal": "../shown/2026-0001.svg",
        "has_credential": "2026-0001.json",
    }
    found = links(state(**lacking))
    assert {name: file in found for name, file in files.items()} == {
        name: lacking.get(name, True) for name in files
    }


@pytest.mark.parametrize(
    "holder", ["javascript:alert(1)", "did:web:incubator.example", "data:text/html,x", "urn:uuid:1"]
)
def test_only_addresses_of_the_web_are_linked(holder: str) -> None:
    text = state(holder=holder)
    assert holder not in links(text)
    assert f"<code>{holder}</code>" in text


def hostile() -> dict[str, object]:
    return {
        "holder_name": HOSTILE,
        "scope": HOSTILE,
        "level": {"en": HOSTILE},
        "says": {"en": HOSTILE},
        "scheme": {"en": HOSTILE},
        "scheme_version": HOSTILE,
        "endorsers": (replace(live_state().endorsers[0], name=HOSTILE, did=HOSTILE),),
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_strangers_wrote_is_text_and_nothing_else(language: str) -> None:
    publisher = replace(PUBLISHER, name=HOSTILE)
    label = live_state(**hostile())
    for text in (
        state_page(label, publisher, language, as_of=TODAY, snippet=HOSTILE),
        register_page([label], publisher, language, as_of=TODAY),
    ):
        page = Html.parse(text)
        assert page.all("script") == []
        assert LEGIBLE in said(page.all("body")[0])
        assert "<script>" not in text
        assert [name for one in page.root.iter() for name in one.attrib if name.startswith("on")] == []
        assert LEGIBLE in " ".join(said(one) for one in page.all("title"))


def test_a_name_cannot_turn_what_stands_beside_it() -> None:
    text = state(holder_name="Hub \u202egnp.exe") + register(live_state(holder_name="Hub \u202egnp.exe"))
    assert "\u202e" not in text
    assert "<bdi>Hub gnp.exe</bdi>" in text


def test_a_text_that_is_there_in_another_language_only_says_in_which() -> None:
    text = state("fr", level={"en": "Special level"}, says={"en": "Special."})
    assert '<bdi lang="en">Special level</bdi>' in text
    assert '<bdi lang="en">Special.</bdi>' in text


@pytest.mark.parametrize("own", ["en", "fr"])
def test_pages_of_two_languages_lead_to_each_other(own: str) -> None:
    label = live_state(language=own)
    other = "fr" if own == "en" else "en"
    first, second = (state_page(label, PUBLISHER, code, as_of=TODAY) for code in (own, other))
    assert f'<link rel="alternate" hreflang="{other}" href="2026-0001.{other}.html">' in first
    assert f'<link rel="alternate" hreflang="{own}" href="2026-0001.html">' in second
    # the register is in the language of its publisher, whatever that of a label is
    assert ("../index.html" in first) == (own == "en")


# --------------------------------------------------------------------------- the register


def rows(text: str) -> list[list[str]]:
    return [
        [said(cell) for cell in row if cell.tag in {f"{XHTML}th", f"{XHTML}td"}]
        for row in Html.parse(text).all("tr")
    ][1:]


def test_the_register_keeps_all_with_their_days_sorted_by_name() -> None:
    told = rows(
        register(
            live_state("withdrawn", number="4", holder_name="Zuhause"),
            live_state("expired", number="3", holder_name="älter"),
            live_state("suspended", number="2", holder_name="Beta"),
            live_state(at="candidate", number="1", holder_name="beta"),
            live_state(at="distinction", number="5", holder_name="Alpha"),
        )
    )
    since = "October 1, 2026 to September 30, 2028"
    level, distinction = "Diversity Connector", "Diversity Connector with distinction"
    assert told == [
        ["Alpha 5", distinction, "All programmes", "Valid", f"from {since}"],
        ["älter 3", level, "All programmes", "Expired", "from October 1, 2024 to September 30, 2026"],
        ["beta 1", "Candidate", "All programmes", "Label not held yet", f"from {since}"],
        ["Beta 2", level, "All programmes", "Suspended since November 2, 2026", f"from {since}"],
        ["Zuhause 4", level, "All programmes", "Withdrawn since November 2, 2026", f"from {since}"],
    ]


@pytest.mark.parametrize(
    ("language", "counted"),
    [("en", ("0 labels are valid.", "1 label is valid.")), ("fr", ("0 label est valable.", "1 label est"))],
)
def test_only_labels_that_are_held_count_as_valid(language: str, counted: tuple[str, str]) -> None:
    assert counted[0] in register(live_state(at="candidate"), language=language)
    assert counted[1] in register(live_state(), live_state("suspended"), language=language)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "Nothing was issued yet."), ("fr", "Rien n’a encore été délivré.")]
)
def test_an_empty_register_says_so(language: str, says: str) -> None:
    text = register(language=language)
    assert Html.parse(text).all("table") == []
    assert says in text


def test_the_register_names_its_feed_and_links_each_label_in_its_language() -> None:
    english, french = (
        register(live_state(), live_state(number="2026-0002", language="fr"), language=code)
        for code in ("en", "fr")
    )
    assert '<link rel="alternate" type="application/feed+json" href="feed.json"' in english
    pages = [[link for link in links(text) if link.startswith("credentials/")] for text in (english, french)]
    assert pages == [
        ["credentials/2026-0001.html", "credentials/2026-0002.en.html"],
        ["credentials/2026-0001.fr.html", "credentials/2026-0002.html"],
    ]


# --------------------------------------------------------------------------- what they ask for


def test_pages_run_nothing_and_ask_nobody_else() -> None:
    for text in (state(), register(live_state())):
        page = Html.parse(text)
        loaded = [one.get("href") for one in page.all("link") if one.get("rel") in {"stylesheet", "icon"}]
        assert [one for one in loaded if one != "data:,"] in (["../shown/label.css"], ["shown/label.css"])
        assert {tag for tag in ("script", "img", "iframe", "style", "form") if page.all(tag)} == set()
        assert "default-src 'none'" in text
        absolute = [link for link in links(text) if "//" in link]
        assert absolute in ([], ["https://incubator.example"])


def test_the_style_sheet_holds_all_that_it_needs() -> None:
    sheet = style_sheet()
    assert not re.search(r"url\(|@import|@font-face", sheet)
    used, set_there = set(re.findall(r"var\((--[\w-]+)\)", sheet)), set(re.findall(r"(--[\w-]+):", sheet))
    assert used - set_there == set()
    assert "prefers-color-scheme: dark" in sheet


def test_same_facts_give_the_same_page() -> None:
    assert state() == state()
    assert state() != state_page(live_state(), PUBLISHER, "en", as_of=date(2026, 11, 3))
