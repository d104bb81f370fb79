"""How each number comes about, on the company page: closed, whole, and nothing that is withheld."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from diversity_platform.db.engine import open_database
from diversity_platform.editions.models import CityInfo, EditionDocument
from diversity_platform.editions.service import draft_edition, publish_edition
from diversity_platform.organisations.service import found_city
from diversity_platform.web.formats import Formats
from diversity_platform.web.languages import LANGUAGES, OFFERED
from rating.documents import RatingsDocument
from rating.run import rate_files
from rating.words import languages, words_in
from tests.builders import eeo1_file
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.editions.conftest import run_of
from tests.diversity_platform.site import NOW, XHTML, Html, app_on, publish_nothing, said, settings_for

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from litestar import Litestar

    Client = TestClient[Litestar]

FILING, CITY = "filings/2016/companies/acme", "havenport/2025/companies/goldcrest-bank"
CODES = [language.code for language in OFFERED]


def company(client: Client, path: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/api/v1/editions/{path}").json()["company"]
    return answer


def words(client: Client, path: str, language: str) -> dict[str, str]:
    edition = client.get(f"/api/v1/editions/{path.partition('/companies')[0]}").json()
    found: dict[str, str] = edition["words"][language]
    return found


def opened(client: Client, path: str, language: str) -> list[Element]:
    """Return what can be opened below "How each number comes about"."""
    page = Html.parse(client.get(f"/{language}/{path}").text)
    (frame,) = [part for part in page.all("div") if part.get("class") == "frame explained"]
    return list(frame.iter(f"{XHTML}details"))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("path", [FILING, CITY])
def test_every_number_can_be_opened_and_none_is_open(client: Client, path: str, language: str) -> None:
    rating, number = company(client, path), Formats(LANGUAGES[language].locale).number
    parts = opened(client, path, language)
    told = [*rating["aggregates"], *rating["explanations"]]
    assert len(parts) == len(told) >= 3
    for part, entry in zip(parts, told, strict=True):
        assert part.get("open") is None
        summary = said(part[0])
        if entry["points"] is None:
            assert not any(sign.isdigit() for sign in summary)
        else:
            assert number(entry["points"], 1) in summary


@pytest.mark.parametrize("language", CODES)
def test_a_number_opens_into_people_formula_weight_and_one_more_point(client: Client, language: str) -> None:
    rating, number = company(client, FILING), Formats(LANGUAGES[language].locale).number
    kept = words(client, FILING, language)
    for part, entry in zip(opened(client, FILING, language)[1:], rating["explanations"], strict=True):
        text = said(part)
        rows = [[said(cell) for cell in row] for row in part.iter(f"{XHTML}tr")][1:]
        people = list(entry["people"][0]["groups"].values())
        assert [row[1].split(" (")[0] for row in rows] == [plain(number(own)) for own in people]
        assert plain(kept["measure.evenness.formula"]) in text
        squares, largest = entry["terms"]["squares"], entry["terms"]["largest"]
        worked = f"(1 − {number(squares, 4)}) / {number(largest, 4)} = {number(entry['value'], 4)}"
        assert worked in text
        assert plain(number(entry["need"]["people"])) in text
        assert plain(number(sum(people))) in text
        assert number(entry["need"]["points"], 1) in text
        for one in entry["need"]["replacements"]:
            for group in (one["from_group"], one["to_group"]):
                assert plain(kept[f"group.eeo1.{entry['attribute']}.{group}"]) in text
        assert number(50, 1) in text  # percent of the score


def test_one_more_point_in_a_sentence(client: Client) -> None:
    entry = company(client, FILING)["explanations"][0]
    part = opened(client, FILING, "en")[1]
    need, leaders, now = entry["need"], sum(entry["people"][0]["groups"].values()), entry["points"]
    (one,) = need["replacements"]
    assert (one["from_group"], one["to_group"]) == ("men", "women")
    assert (
        f"At least {need['people']} of the {leaders:g} leaders would have to belong to other groups: "
        f"Women instead of Men. That would give {need['points']:.1f} points in place of {now:.1f}."
    ) in said(part)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Nobody is to be replaced: what counts is whom you hire and promote next."),
        ("fr", "Il ne s’agit de remplacer personne : ce qui compte, ce sont vos prochains recrutements"),
    ],
)
def test_the_page_says_how_one_more_point_is_meant(client: Client, language: str, told: str) -> None:
    text = said(Html.parse(client.get(f"/{language}/{FILING}").text).root)
    assert told in text


@pytest.mark.parametrize("language", CODES)
def test_what_is_withheld_says_why_and_no_number_stands_for_it(client: Client, language: str) -> None:
    rating, kept = company(client, CITY), words(client, CITY, language)
    why = plain(kept["explanation.withheld.text"])[1:]
    parts = opened(client, CITY, language)[len(rating["aggregates"]) :]
    hidden = 0
    for part, entry in zip(parts, rating["explanations"], strict=True):
        cells = [said(row[1]) for row in part.iter(f"{XHTML}tr") if said(row[1])][1:]
        people = list(entry["people"][0]["groups"].values())
        for cell, value in zip(cells, people, strict=False):
            assert any(sign.isdigit() for sign in cell) is (value is not None)
        assert (why in said(part)) is (None in people)
        assert (kept["explanation.withheld.remedy"] in said(part)) is (None in people)
        hidden += None in people
    assert hidden >= 1


def test_an_edition_of_before_there_were_explanations_still_has_its_pages(tmp_path: Path) -> None:
    publish_nothing(tmp_path / "site.db")
    asyncio.run(publish_old_one(tmp_path))
    with TestClient(app_on(tmp_path / "site.db")) as client:
        assert client.get("/api/v1/editions/old/2016/companies/acme").json()["company"]["explanations"] == []
        for language, told in (("en", "How these numbers come about"), ("fr", "Comment ces chiffres")):
            page = Html.parse(client.get(f"/{language}/old/2016/companies/acme").text)
            assert told in said(page.root)
            assert [part for part in page.all("div") if part.get("class") == "frame explained"] == []


async def publish_old_one(folder: Path) -> None:
    """Publish an edition whose document was written before there were explanations."""
    file = eeo1_file(folder / "eeo1.csv")
    today = rate_files([file], profile="eeo1", framework="management-diversity-2016", draws=16).document
    (period,) = today.periods
    before = [
        rating.model_copy(update={"explanations": [], "aggregates": []}) for rating in period.ratings
    ]  # fmt: skip
    ratings = today.model_copy(
        update={"periods": [period.model_copy(update={"guide": None, "ratings": before})]}
    )
    written = ratings.model_dump_json(by_alias=True, exclude_defaults=True)
    assert '"explanations"' not in written
    assert '"guide"' not in written
    ratings = RatingsDocument.model_validate_json(written)
    database = open_database(settings_for(folder / "site.db").database)
    async with database.writing.begin() as db:
        city = await found_city(db, slug="old", name="Old", country="XX", licence="CC0", by=SOMEBODY, now=NOW)
        run = run_of(city, ratings, NOW)
        db.add(run)
        await db.flush()
        document = EditionDocument(
            schema="edition/1",
            city=CityInfo(slug="old", name="Old", country="XX"),
            period="2016",
            is_synthetic=False,
            licence="CC0",
            frozen_at=None,
            words={language: words_in(ratings, language) for language in languages()},
            ratings=ratings,
        )
        await publish_edition(
            db, await draft_edition(db, city.id, run.id, document, by=SOMEBODY, now=NOW), by=SOMEBODY, now=NOW
        )
    await database.close()
