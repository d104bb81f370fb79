"""The pages that a seal and a certificate lead to, in a real browser: phone and desk, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from connector.label.issuing.folder import working_in
from connector.label.issuing.office import Award, change, issue
from diversity_platform.cli.label.showing import write_pages, write_renderings
from tests.browser.test_match import opened as opened_in
from tests.diversity_platform.cli.label.label_folder import DECIDED, NOW, PHRASE, opened
from tests.diversity_platform.labels.attested import HOSTILE, LONG

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Number, level, act -> who holds it.
LABELS = {
    ("valid", "connector", ""): "Brückenbau Inkubator",
    ("candidate", "candidate", ""): LONG["one word"],
    ("suspended", "connector", "suspended"): HOSTILE,
    ("withdrawn", "distinction", "revoked"): LONG["Arabic"],
}
PAGES = ("index.html", *(f"credentials/{number}.html" for number, _, _ in LABELS))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = opened(tmp_path_factory.mktemp("label") / "city", name=LONG["words"])
    with working_in(folder, PHRASE.encode()) as office:
        for (number, level, act), name in LABELS.items():
            award = Award("https://incubator.example", name, level, name, DECIDED, number)
            document = issue(office, award, NOW)
            write_renderings(office, document["id"], with_certificate=False)
            if act:
                change(office, number, act, NOW, notes={})
        write_pages(office, NOW)
    return folder / "public"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reader", [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_pages_fit_ask_nobody_else_and_pass_the_accessibility_audit(
    browser: Browser, site: Path, page: str, reader: tuple[int, Any]
) -> None:
    width, scheme = reader
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    view, trouble = opened_in(browser, site, page, **look)
    view.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    # the style sheet is there: the policy of the page lets it in
    paper = {"light": "rgb(252, 251, 248)", "dark": "rgb(20, 23, 27)"}[scheme]
    assert view.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    assert [one for one in trouble if one != "data:,"] == []  # before the audit, which loads it again
    found = Axe().run(
        view, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found.response["violations"]] == []
    view.context.close()


def test_from_the_register_one_comes_to_a_label_and_to_the_other_language(
    browser: Browser, site: Path
) -> None:
    view, _ = opened_in(browser, site, "index.html", java_script_enabled=False)
    # the roles keep it a table where it looks like cards
    view.set_viewport_size({"width": 360, "height": 800})
    row = view.get_by_role("row").filter(has=view.get_by_role("link", name="Brückenbau Inkubator"))
    assert row.get_by_role("cell").nth(2).inner_text() == "Valid"
    row.get_by_role("link").click()
    assert view.get_by_role("heading", level=1).inner_text() == "Brückenbau Inkubator"
    assert view.get_by_role("heading", level=2).first.inner_text().startswith("Valid until ")
    view.get_by_role("link", name="Français").click()
    assert view.get_by_role("heading", level=2).first.inner_text().startswith("Valable jusqu’au ")
    view.get_by_role("link", name="Registre", exact=True).first.click()
    assert view.url == f"{site.as_uri()}/index.fr.html"
    view.context.close()
