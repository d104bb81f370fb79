"""What a label shows to people: pages whose links lead somewhere, certificates, seals, written when due."""

from __future__ import annotations

import re
import shutil
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import fromstring

from connector.label.issuing.folder import looking_at, working_in
from connector.label.issuing.office import change
from connector.label.issuing.settings import SETTINGS
from diversity_platform.cli.label.facts import attested_of
from diversity_platform.cli.label.office import moment
from diversity_platform.cli.label.showing import write_missing, write_pages, write_renderings
from tests.connector.label.builders import said as in_both
from tests.connector.label.builders import table
from tests.connector.label.scheme_files import write_toml
from tests.diversity_platform.cli.label.label_folder import (
    ADDRESS,
    DECIDED,
    NOW,
    PHRASE,
    contents,
    issue,
    label,
    opened,
)
from tests.diversity_platform.site import Html

if TYPE_CHECKING:
    from pathlib import Path

    from connector.label.issuing.folder import LabelFolder

HOSTILE = '<script>alert(1)</script> & "Sons"'
FIRST, SECOND, THIRD = (f"{DECIDED.year}-{number:04d}" for number in (1, 2, 3))


@pytest.fixture(scope="module")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a label that has issued three levels, one of them in French and one to a hostile name."""
    folder = opened(tmp_path_factory.mktemp("label") / "city")
    assert issue(folder).exit_code == 0
    assert issue(folder, level="distinction", language="fr").exit_code == 0
    assert issue(folder, level="candidate", name=HOSTILE, scope=HOSTILE).exit_code == 0
    return folder


@pytest.fixture
def city(issued_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(issued_once, tmp_path / "city")


def public(folder: Path) -> dict[str, bytes]:
    return contents(folder / "public")


def test_every_page_is_html_and_every_link_leads_to_a_file(city: Path) -> None:
    assert label("suspend", city, FIRST, "--ground", "other").exit_code == 0
    assert label("revoke", city, SECOND, "--ground", "other").exit_code == 0
    pages = list((city / "public").rglob("*.html"))
    assert len(pages) == 2 + 3 * 2
    for page in pages:
        html = Html.parse(page.read_text(encoding="utf-8"))
        assert html.all("script") == []
        assert len(html.all("h1")) == 1
        identifiers = [one.get("id") for one in html.root.iter() if one.get("id")]
        assert len(identifiers) == len(set(identifiers))
        targets = [one.get("href", "") for tag in ("a", "link") for one in html.all(tag)]
        inside = [one for one in targets if one != "data:," and not one.startswith(("#", "https://inc"))]
        assert len(inside) > 5
        # wherever the folder is put, also below a path: nothing begins at the root of a site
        lost = [one for one in inside if one.startswith("/") or not (page.parent / one).resolve().is_file()]
        assert lost == [], page


def test_a_page_is_in_the_language_of_its_label_and_beside_it_in_the_other(city: Path) -> None:
    languages = {
        name: re.search(r'<html lang="(\w+)"', text.decode())[1]  # type: ignore[index]  # each has one
        for name, text in public(city).items()
        if name.endswith(".html")
    }
    assert languages == {
        "index.html": "en",
        "index.fr.html": "fr",
        f"credentials/{FIRST}.html": "en",
        f"credentials/{FIRST}.fr.html": "fr",
        f"credentials/{SECOND}.html": "fr",
        f"credentials/{SECOND}.en.html": "en",
        f"credentials/{THIRD}.html": "en",
        f"credentials/{THIRD}.fr.html": "fr",
    }


def test_the_seal_leads_to_the_page_of_its_label(city: Path) -> None:
    for number in (FIRST, SECOND, THIRD):
        seal = fromstring(public(city)[f"shown/{number}.svg"])
        (link,) = (one.get("href") for one in seal.iter("{http://www.w3.org/2000/svg}a"))
        assert link == f"{ADDRESS}/credentials/{number}.html"
        assert (city / "public" / link.removeprefix(f"{ADDRESS}/")).is_file()


def test_degrees_follow_from_the_scheme(city: Path) -> None:
    office = looking_at(city)
    told = [attested_of(office, f"{ADDRESS}/credentials/{number}.json") for number in (FIRST, SECOND, THIRD)]
    assert [one.degree for one in told] == [1, 2, 0]
    # four groups of four digits, as people compare them
    assert {bool(re.fullmatch(r"([0-9a-f]{4} ?){4}", str(one.key_fingerprint))) for one in told} == {True}


def written(folder: Path, office: LabelFolder, days: int = 0) -> set[str]:
    """Return which pages are others after they were written again."""
    before = {file: file.stat().st_mtime_ns for file in (folder / "public").rglob("*") if file.is_file()}
    write_pages(office, NOW + timedelta(days=days))
    return {file.name for file, time in before.items() if file.stat().st_mtime_ns != time}


def test_only_what_changes_is_written(city: Path) -> None:
    with working_in(city, PHRASE.encode()) as office:
        write_pages(office, NOW)
        assert written(city, office) == set()
        change(office, FIRST, "suspended", moment(), notes={})
        assert written(city, office) == {
            "index.html", "index.fr.html", f"{FIRST}.html", f"{FIRST}.fr.html"
        }  # fmt: skip
        assert len(written(city, office, days=1)) == 8  # each says of which day it is


def test_a_page_of_a_language_that_is_no_longer_spoken_does_not_stay(city: Path) -> None:
    assert (city / "public" / "credentials" / f"{FIRST}.fr.html").is_file()
    settings = city / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace('"diversity-connector-2026"', '"own.toml"'))
    write_toml(city / "own.toml", in_english(table()))
    write_pages(looking_at(city), NOW)
    pages = sorted(file.name for file in (city / "public" / "credentials").glob("*.html"))
    assert pages == [f"{FIRST}.html", f"{SECOND}.html", f"{THIRD}.html"]
    # what was issued by the earlier scheme is still told by that one
    text = (city / "public" / "credentials" / f"{FIRST}.html").read_text(encoding="utf-8")
    assert "meets every mandatory criterion" in text


def in_english(part: object) -> object:
    """Return a scheme without its French."""
    if isinstance(part, dict):
        return {
            name: in_english(one)
            for name, one in part.items()
            if set(part) != set(in_both("")) or name == "en"
        }
    return [in_english(one) for one in part] if isinstance(part, list) else part


# --------------------------------------------------------------------------- certificates and seals


@pytest.mark.usefixtures("_pango")
def test_a_certificate_is_written_and_linked(city: Path) -> None:
    (city / "public" / "shown" / f"{FIRST}.svg").unlink()
    done = label("refresh", city, "--certificates")
    assert (done.exit_code, done.stderr) == (0, "")
    files = public(city)
    for number in (FIRST, SECOND, THIRD):
        assert files[f"shown/{number}.pdf"].startswith(b"%PDF-")
        assert f"../shown/{number}.pdf".encode() in files[f"credentials/{number}.html"]
    assert f"shown/{FIRST}.svg" in files


def test_without_pango_all_but_the_certificate_is_there_and_it_is_said_what_to_do(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    address = f"{ADDRESS}/credentials/{FIRST}.json"
    (line,) = write_renderings(looking_at(city), address, with_certificate=True)
    assert line.startswith(f"{FIRST}: certificate not written. The certificate cannot be printed: ")
    assert line.endswith(f"Then: diversity-platform label refresh {city} --certificates")
    assert "apt install libpango" in line
    assert f"shown/{FIRST}.svg" in public(city)
    assert f"shown/{FIRST}.pdf" not in public(city)


@pytest.mark.usefixtures("_pango")
def test_with_letters_that_no_font_has_it_is_issued_all_the_same(city: Path) -> None:
    options = ("--holder", "https://a.example", "--level", "connector", "--scope", "A", "--decided", DECIDED)
    done = label("issue", city, *options, "--name", "Hub \U0001fbfa")
    assert (done.exit_code, done.stdout) == (0, f"{ADDRESS}/credentials/{DECIDED.year}-0004.json\n")
    assert "certificate not written. No font on this machine has the letters" in done.stderr
    assert f"shown/{DECIDED.year}-0004.svg" in public(city)


def test_what_is_missing_is_written_again_but_for_what_must_not_be_shown(city: Path) -> None:
    assert label("revoke", city, SECOND, "--ground", "other").exit_code == 0
    shutil.rmtree(city / "public" / "shown")
    with working_in(city, PHRASE.encode()) as office:
        assert write_missing(office, NOW, with_certificates=False) == []
    assert sorted(file.name for file in (city / "public" / "shown").iterdir()) == [
        f"{FIRST}.svg", f"{THIRD}.svg"
    ]  # fmt: skip


def test_a_recovered_label_shows_what_the_lost_one_showed(city: Path, tmp_path: Path) -> None:
    done = label("recover", city / "public", tmp_path / "new")
    assert (done.exit_code, done.stderr) == (0, "")
    before, after = public(city), public(tmp_path / "new")
    shown = [name for name in before if name.endswith((".html", ".svg", ".css"))]
    assert len(shown) == 8 + 3 + 1
    assert [name for name in shown if name not in after] == []
    # pages tell the day on which they were written, which may be another one by now
    assert [name for name in shown if not name.endswith(".html") and after[name] != before[name]] == []


def test_a_seal_is_offered_to_be_embedded_while_the_label_holds(city: Path) -> None:
    def offers() -> bool:
        text = public(city)[f"credentials/{FIRST}.html"].decode()
        return f"src=&#34;{ADDRESS}/shown/{FIRST}.svg&#34;" in text

    assert offers()
    assert label("suspend", city, FIRST, "--ground", "other").exit_code == 0
    assert not offers()


def test_a_full_disk_is_told_apart_from_a_refusal(city: Path) -> None:
    page = city / "public" / "index.html"
    page.unlink()
    page.mkdir()
    done = label("suspend", city, FIRST, "--ground", "other")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: It is done and noted down, but a file for people was not written:")
    assert "Nothing was changed." not in done.stderr
