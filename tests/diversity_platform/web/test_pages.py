"""The public pages as a browser without script gets them."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from litestar.testing import TestClient

from diversity_platform.web.formats import Formats
from diversity_platform.web.languages import LANGUAGES, OFFERED, translations
from rating.disclosure import Publication
from rating.disclosure.audit import audit
from tests.diversity_platform.site import PAGES, XHTML, Html, app_on, publish_nothing, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from litestar import Litestar

    Client = TestClient[Litestar]

EVERY = [f"/{language.code}{page}" for language in OFFERED for page in PAGES]
RANKED = ("/api/v1/editions/havenport/2025", "/api/v1/editions/filings/2016")


def html(client: Client, address: str) -> Html:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Html.parse(answer.text)


@pytest.mark.parametrize("address", EVERY)
def test_every_page_is_html_5_with_one_heading_and_says_its_language(client: Client, address: str) -> None:
    page = html(client, address)
    language = address.split("/")[1]
    assert len(page.all("h1")) == 1
    assert (page.root.get("lang"), page.root.get("dir")) == (language, "ltr")
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", EVERY)
def test_no_page_has_script_or_style_inline_or_from_elsewhere(client: Client, address: str) -> None:
    page = html(client, address)
    assert [element for element in page.root.iter() if element.get("style")] == []
    assert [element for element in page.root.iter() for name in element.attrib if name.startswith("on")] == []
    assert page.all("style") == []
    for script in page.all("script"):
        assert script.get("src", "").startswith("/static/")
        assert not (script.text or "").strip()
    for link in page.all("link"):
        if link.get("rel") in {"stylesheet", "icon"}:
            assert link.get("href", "").startswith("/static/")


@pytest.mark.parametrize("page", ["", "/companies/goldcrest-bank", "/companies/zephyr-bicycles"])
@pytest.mark.parametrize(("language", "needed"), [("en", "|r| ≥ 0.52"), ("fr", "|r| ≥ 0,52")])
def test_results_stand_beside_scores_with_what_could_not_be_seen(
    client: Client, language: str, needed: str, page: str
) -> None:
    found = html(client, f"/{language}/havenport/2025{page}")
    (heading,) = [each for each in found.all("h2") if each.get("id") == "beside"]
    main = said(found.all("main")[0])
    panel = main[main.index(said(heading)) :]
    # 27 companies are too few for an estimate, and the panel says what would not be
    assert "27" in panel
    assert needed in panel
    assert "783" in panel
    assert ("Goldcrest Bank" in panel) == (page == "/companies/goldcrest-bank")


@pytest.mark.parametrize("language", [language.code for language in OFFERED])
def test_every_link_of_the_site_leads_somewhere(client: Client, language: str) -> None:
    seen: set[str] = set()
    waiting = [f"/{language}{page}" for page in PAGES]
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "text/html" not in answer.headers["content-type"]:
            continue
        page = Html.parse(answer.text)
        for tag, name in (("a", "href"), ("link", "href"), ("script", "src")):
            waiting += [
                target
                for element in page.all(tag)
                if (target := element.get(name, "")).startswith("/")
                and not target.startswith(
                    tuple(f"/{other.code}" for other in OFFERED if other.code != language)
                )
            ]
    assert len(seen) > 60


@pytest.mark.parametrize(
    "address", [address for address in EVERY if "/havenport" in address or address in {"/en", "/fr"}]
)
def test_every_page_of_a_synthetic_city_says_so(client: Client, address: str) -> None:
    regions = [element for element in html(client, address).all("div") if element.get("class") == "strip"]
    wanted = {"en": "ynthetic demo city", "fr": "fictive"}[address.split("/")[1]]
    assert [wanted in said(region) for region in regions] == [True]


def test_a_real_city_is_not_called_synthetic(client: Client) -> None:
    assert "ynthetic" not in client.get("/en/filings/2016").text


@pytest.mark.parametrize("address", EVERY)
def test_every_page_names_itself_in_the_other_language(client: Client, address: str) -> None:
    page = html(client, address)
    language, path = address.split("/")[1], address.partition("?")[0]
    other = "fr" if language == "en" else "en"
    alternates = {
        link.get("hreflang"): link.get("href") for link in page.all("link") if link.get("rel") == "alternate"
    }
    assert alternates == {other: f"https://diversity.example/{other}{path.removeprefix(f'/{language}')}"}
    switch = [link for link in page.all("a") if link.get("hreflang") == other]
    assert [link.get("href") for link in switch] == [f"/{other}{address.removeprefix(f'/{language}')}"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.5", "fr"),
        ("de,fr;q=0.3", "fr"),
        ("ar", "en"),
        ("", "en"),
        ("fr;q=0, en", "en"),
        (";;q=x,fr", "fr"),
    ],
)
def test_an_address_without_language_leads_on_in_the_readers(
    client: Client, accepted: str, language: str
) -> None:
    for address, target in (("/", ""), ("/editions/havenport/2025/method", "/havenport/2025/method")):
        answer = client.get(address, headers={"accept-language": accepted}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{language}{target}")
        assert answer.headers["vary"] == "Accept-Language"


def test_a_city_leads_to_its_latest_edition(client: Client) -> None:
    answer = client.get("/fr/havenport", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/havenport/2025")


def test_a_page_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    first = client.get("/en/havenport/2025")
    again = client.get("/en/havenport/2025", headers={"if-none-match": first.headers["etag"]})
    french = client.get("/fr/havenport/2025", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    document = client.get("/api/v1/editions/havenport/2025")
    known = {"if-none-match": f'"other", {document.headers["etag"]}'}
    assert client.get("/api/v1/editions/havenport/2025", headers=known).status_code == 304
    assert french.status_code == 200


def test_arabic_is_written_from_right_to_left_and_offered_nowhere(client: Client) -> None:
    page = html(client, "/ar/styleguide")
    assert (page.root.get("lang"), page.root.get("dir")) == ("ar", "rtl")
    assert client.get("/ar").status_code == 404
    assert [link for link in html(client, "/en").all("a") if link.get("hreflang") == "ar"] == []


def rows_of(client: Client, base: str) -> list[dict[str, str]]:
    """Return the rows of the CSV table, the mark for spreadsheets removed."""
    answer = client.get(f"{base}/ranking.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def numbers(language: str) -> Callable[..., str]:
    """Return the language's format of numbers, its narrow blanks as plain as `said` makes them."""
    formats = Formats(LANGUAGES[language].locale)
    return lambda *args: " ".join(formats.number(*args).split())


def written(value: object) -> str:
    """Write a cell in one way: 280 and 280.0 are the same number."""
    text = "" if value is None else str(value)
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text


def test_the_counts_behind_an_edition_are_there_for_the_verifier(client: Client) -> None:
    counts = Publication.model_validate(client.get("/api/v1/editions/havenport/2025/counts").json())
    assert (counts.population.reference_date, counts.subtotals["management"][-1]) == ("2025", "board")
    assert all(finding.kept for finding in audit([counts]))
    links = [link.get("href") for link in html(client, "/en/havenport/2025").all("a")]
    assert "/api/v1/editions/havenport/2025/counts" in links


def test_of_public_filings_there_are_no_counts_but_those_on_the_page(client: Client) -> None:
    assert client.get("/api/v1/editions/filings/2016/counts").status_code == 404
    links = [link.get("href") or "" for link in html(client, "/en/filings/2016").all("a")]
    assert [link for link in links if link.endswith("/counts")] == []


@pytest.mark.parametrize("base", RANKED)
def test_json_and_csv_of_a_ranking_have_the_same_numbers(client: Client, base: str) -> None:
    answer = client.get(f"{base}/ranking").json()
    table = rows_of(client, base)
    assert [list(row) for row in table] == [answer["columns"]] * len(answer["rows"])
    flat = [row | row["figures"] for row in answer["rows"]]
    assert [{name: written(row[name]) for name in answer["columns"]} for row in flat] == [
        {name: written(cell) for name, cell in row.items()} for row in table
    ]


def listed_on(page: Html, language: str) -> list[list[str]]:
    """Return the rows of the ranking, then those of the companies without a score."""
    word = translations(language).gettext
    tables = page.tables()
    return [
        row
        for label in (word("Ranking"), word("Companies listed without a score"))
        for row in tables.get(label, [])
    ]


@pytest.mark.parametrize("language", [language.code for language in OFFERED])
@pytest.mark.parametrize("base", RANKED)
def test_what_chance_and_choices_leave_open_is_that_of_the_tables(
    client: Client, base: str, language: str
) -> None:
    number, word = numbers(language), translations(language).gettext
    page = html(client, base.replace("/api/v1/editions", f"/{language}"))
    shown = {row[0]: row[1:] for row in page.tables()[word("Ranks left open by chance and by choice")]}
    ranked = [row for row in rows_of(client, base) if row["status"] == "ranked"]
    assert list(shown) == [row["company"] for row in ranked]
    for row in ranked:
        cells = shown[row["company"]]
        for cell, name in zip(
            (cells[0], cells[1], cells[2], cells[-1]),
            ("rank", "rank_alone", "rank_together", "choices"),
            strict=True,
        ):
            ends = dict.fromkeys(number(float(row[f"{name}_{end}"])) for end in ("low", "high"))
            assert re.findall(r"\d+(?:[.,]\d+)?", cell) == list(ends), (row["company"], name)


@pytest.mark.parametrize("base", RANKED)
def test_the_table_of_choices_is_that_of_the_document(client: Client, base: str) -> None:
    answer = client.get(f"{base}/sensitivity").json()
    stream = io.StringIO(client.get(f"{base}/sensitivity.csv").content.decode("utf-8-sig"))
    table = list(csv.DictReader(stream))
    period = client.get(base).json()["ratings"]["periods"][-1]
    assert answer["sensitivity"] == period["sensitivity"]
    assert {row["company"]: float(row["median"]) for row in table if row["section"] == "company"} == {
        company: choices["median"] for company, choices in answer["companies"].items()
    }
    assert [row["code"] for row in table if row["section"] == "choice"] == [
        factor["code"] for factor in period["sensitivity"]["factors"]
    ]
    page = html(client, base.replace("/api/v1/editions", "/en"))
    moved = page.tables()["Ranks without one indicator"]
    assert [row[1] for row in moved] == [
        written(left["mean_shift"]) for left in answer["sensitivity"]["left_out"]
    ]


@pytest.mark.parametrize("language", [language.code for language in OFFERED])
@pytest.mark.parametrize(("base", "decimals"), [(RANKED[0], 0), (RANKED[1], 1)])
def test_the_ranking_page_has_the_numbers_of_the_json(
    client: Client, base: str, decimals: int, language: str
) -> None:
    number = numbers(language)
    page = html(client, base.replace("/api/v1/editions", f"/{language}"))
    shown = {row[0]: row for row in listed_on(page, language)}
    rows = client.get(f"{base}/ranking").json()["rows"]
    assert [row["company"] for row in rows] == list(shown)
    ranked = [row for row in rows if row["status"] == "ranked"]
    assert len(ranked) >= 6
    for row in ranked:
        company, band, rank, _, score, leaders = shown[row["company"]]
        assert (company, band) == (row["company"], row["band"])
        figures = [number(row[name]) for name in ("rank_low", "rank_high", "ranked_companies")]
        assert re.findall(r"\d+", rank) == figures or (figures[0] == figures[1] and figures[1] in rank)
        expected = [row[name] for name in ("score", "score_low", "score_high")]
        if row["score"] is None:
            assert not re.search(r"\d", score)
        else:
            assert [number(value, decimals) for value in expected] == re.findall(r"\d+(?:[.,]\d+)?", score)
        assert leaders == number(row["n_leaders"])


@pytest.mark.parametrize("language", [language.code for language in OFFERED])
@pytest.mark.parametrize("path", ["havenport/2025/companies/goldcrest-bank", "filings/2016/companies/acme"])
def test_a_company_page_has_the_numbers_of_json_and_csv(client: Client, path: str, language: str) -> None:
    number = numbers(language)
    company = client.get(f"/api/v1/editions/{path}").json()["company"]
    page = html(client, f"/{language}/{path}")
    stream = io.StringIO(client.get(f"/api/v1/editions/{path}/figures.csv").content.decode("utf-8-sig"))
    table = list(csv.DictReader(stream))
    headcounts = {
        (row["attribute"], row["level"], row["group"]): row["value"]
        for row in table
        if row["section"] == "headcount"
    }
    tables = [rows for rows in page.tables().values() if len(rows) >= len(company["levels"])]
    compared = 0
    shown_tables = [
        code
        for code in company["levels"][0]["groups"]
        if any(
            value is not None
            for level in company["levels"]
            if level["people"] != 0
            for value in level["groups"][code].values()
        )
    ]
    by_level = [rows for rows in tables if re.match(r"\d+\. ", rows[-1][0])]
    assert len(by_level) == len(shown_tables)
    for code, rows in zip(shown_tables, by_level, strict=True):
        levels = [row for row in rows if re.match(r"\d+\. ", row[0])]
        for level, row in zip(reversed(company["levels"]), levels, strict=True):
            assert row[1] == number(level["people"]) or level["people"] is None
            for (group, value), cell in zip(level["groups"][code].items(), row[2:], strict=False):
                assert written(headcounts[code, level["level"], group]) == written(value)
                if value is None:
                    assert not re.search(r"\d", cell)
                elif level["people"]:
                    assert cell.split(" (")[0] == number(value)
                    compared += 1
    assert compared > 10
    assert len(table) == len(headcounts) + sum(row["section"] != "headcount" for row in table)


def test_a_withheld_score_stands_nowhere_on_its_page(client: Client) -> None:
    answer = client.get("/api/v1/editions/havenport/2025/companies/lanternfish-games").json()["company"]
    assert (answer["score"], answer["score_withheld"]) == (None, True)
    figures = [
        element.get("data-figure")
        for element in html(client, "/en/havenport/2025/companies/lanternfish-games").all("div")
        if element.get("data-figure") and "lane-0" in element.get("data-figure", "")
    ]
    assert figures == []


def test_the_filter_keeps_the_order_and_the_reasons(client: Client) -> None:
    whole = html(client, "/en/havenport/2025").tables()
    some = html(client, "/en/havenport/2025?name=BA").tables()
    wanted = [row for row in whole["Ranking"] if "ba" in row[0].casefold()]
    assert some["Ranking"] == wanted != []
    assert [row[0] for row in some["Companies listed without a score"]] == ["Harbour Street Bakery"]


def test_a_filter_that_finds_nothing_says_what_to_do(client: Client) -> None:
    page = client.get("/en/havenport/2025?name=zzz")
    assert "No company fits" in page.text
    assert Html.parse(page.text).tables() == {}


def test_companies_below_the_line_stand_in_alphabetical_order_with_a_reason(client: Client) -> None:
    rows = html(client, "/en/havenport/2025").tables()["Companies listed without a score"]
    assert [row[0] for row in rows] == ["Dovetail Joinery", "Harbour Street Bakery", "Zephyr Bicycles"]
    assert {row[1] for row in rows} == {"too few leaders for anything about them to be shown"}


def test_the_worked_example_can_be_followed(client: Client) -> None:
    example = client.get("/api/v1/editions/havenport/2025/method").json()["example"]
    text = " ".join(said(item) for item in html(client, "/en/havenport/2025/method").all("li"))
    for step in example["steps"]:
        leaders = step["leaders"].values()
        squares = sum((count / sum(leaders)) ** 2 for count in leaders)
        assert f"1 − {squares:.4f} = {1 - squares:.4f}" in text
        assert f"{step['value']:.4f}" in text
    mean = sum(step["points"] for step in example["steps"]) / len(example["steps"])
    assert mean == pytest.approx(example["score"], abs=1e-3)
    assert f"{example['score']:.1f} points, band {example['band']}" in text


def test_an_empty_site_says_what_to_do_first(tmp_path: Path) -> None:
    publish_nothing(tmp_path / "empty.db")
    with TestClient(app_on(tmp_path / "empty.db")) as client:
        page = client.get("/en").text
    assert "No city has published yet" in page
    assert "diversity-platform start" in page


def test_page_titles_are_the_first_thing_that_differs(client: Client) -> None:
    titles = [said(html(client, f"/en{page}").all("title")[0]) for page in PAGES if "?" not in page]
    assert len(titles) == len(set(titles))
    assert [title for title in titles if not title.endswith("– Diversity Platform")] == []


def test_tables_have_heads_that_say_what_they_head(client: Client) -> None:
    for address in EVERY:
        for cell in html(client, address).all("th"):
            assert cell.get("scope") in {"col", "row"}, address
            assert said(cell) or cell.find(f"{XHTML}span") is not None, address


def test_a_long_ranking_comes_in_pages_that_together_are_all_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("diversity_platform.editions.public.pages.ON_A_PAGE", 8)
    rows = client.get("/api/v1/editions/havenport/2025/ranking").json()["rows"]
    shown: list[str] = []
    for number in range(1, 5):
        page = html(client, f"/en/havenport/2025?page={number}")
        shown += [row[0] for row in listed_on(page, "en")]
        current = [said(link) for link in page.all("a") if link.get("aria-current") == "page"]
        assert str(number) in current
    assert shown == [row["company"] for row in rows]
    assert client.get("/en/havenport/2025?page=99").status_code == 200
    assert client.get("/en/havenport/2025?page=0").status_code == 400


def test_page_and_interface_are_cited_alike(client: Client) -> None:
    cited = client.get("/api/v1/editions/havenport/2025/ranking").json()["about"]["cite_as"]
    for language in ("en", "fr"):
        footer = said(html(client, f"/{language}/havenport/2025").all("footer")[0])
        assert cited in footer


def test_only_pages_with_charts_load_what_draws_them(client: Client) -> None:
    def scripts(path: str) -> str:
        return " ".join(script.get("src", "") for script in html(client, path).all("script"))

    assert "plotly" in scripts("/en/havenport/2025")
    assert "plotly" not in scripts("/en/havenport/2025/method") + scripts("/en/about") + scripts("/en")


def test_the_numbers_of_the_curves_stand_in_a_table_too(client: Client) -> None:
    path = "havenport/2025/companies/goldcrest-bank"
    company = client.get(f"/api/v1/editions/{path}").json()["company"]
    shown = [
        row
        for label, table in html(client, f"/en/{path}").tables().items()
        if label.endswith("shares with their intervals")
        for row in table
    ]
    expected = [
        (point["share"], curve["city"])
        for curve in company["pipeline"]
        if any(point["share"]["value"] for point in curve["points"])
        for point in curve["points"]
    ]
    assert len(shown) == len(expected) > 20
    for (_, _, share, interval, city), (point, population) in zip(shown, expected, strict=True):
        assert share == f"{100 * point['value']:.1f}%"
        assert interval == f"{100 * point['low']:.1f}% to {100 * point['high']:.1f}%"
        assert city == ("–" if population is None else f"{100 * population:.1f}%")


@pytest.mark.parametrize("path", ["/en/%00/2025", "/fr/havenport/%00", "/en/a%0d%0ab", "/en/%e2%80%ae/2025"])
def test_addresses_with_odd_signs_are_not_found(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "\0" not in answer.text
    assert "\u202e" not in answer.text


def test_a_redirect_keeps_what_it_was_given(client: Client) -> None:
    answer = client.get("/editions/a%3Fb%23c/2025", follow_redirects=False)
    assert answer.headers["location"] == "/en/a%3Fb%23c/2025"
    evil = client.get("/editions//evil.example/x", follow_redirects=False)
    assert not evil.headers.get("location", "/").startswith(("//", "http"))
