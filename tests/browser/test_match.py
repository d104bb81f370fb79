"""The pages of a matching in a real browser: phone and desk, light and dark, without script, with axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.connector.intake_files import write_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = ("index.html", "report/startups.html", "report/startups/baobab.html", "report/startups/delta.html")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    files = [str(path) for path in write_files(folder)]
    for language in ("en", "fr"):
        options = ["--out", str(folder / language), "--today", "2026-03-02", "--language", language]
        assert CliRunner().invoke(main, ["match", *files, *options]).exit_code == 0
    return folder


def opened(browser: Browser, report: Path, page: str, **options: Any) -> tuple[Page, list[str]]:  # noqa: ANN401
    """Open a page; also return what it asked for beyond its own folder, and its complaints."""
    context = browser.new_context(**options)
    view = context.new_page()
    trouble: list[str] = []
    own = report.as_uri()
    view.on(
        "request", lambda request: trouble.append(request.url) if not request.url.startswith(own) else None
    )
    view.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: trouble.append(str(error)))
    view.goto(f"{own}/{page}")
    return view, trouble


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reader", [("en", 360, "light"), ("fr", 360, "dark"), ("fr", 1280, "light")])
def test_pages_fit_ask_nothing_and_pass_the_accessibility_audit(
    browser: Browser, reports: Path, page: str, reader: tuple[str, int, Any]
) -> None:
    language, width, scheme = reader
    view, trouble = opened(
        browser, reports / language, page, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    # the house style is there: the policy of the page lets it in
    assert view.evaluate("getComputedStyle(document.body).fontFamily").startswith("Inter")
    assert trouble == []  # before the audit, which loads the style sheet again
    found = Axe().run(
        view, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found.response["violations"]] == []
    view.context.close()


def test_one_finds_a_startup_by_part_of_its_name_and_its_reasons(browser: Browser, reports: Path) -> None:
    view, trouble = opened(browser, reports / "en", "report/startups.html")
    view.get_by_role("searchbox").fill("cedàr")  # accents do not count
    assert view.locator("main .names a:visible").all_inner_texts() == ["Cedar, Ltd"]
    assert "1" in view.get_by_role("status").inner_text()
    view.get_by_role("searchbox").fill("nobody of that name")
    assert view.locator("main .names a:visible").count() == 0
    assert view.get_by_role("status").inner_text() != ""
    view.get_by_role("searchbox").fill("baob")
    view.locator("main .names a:visible").click()
    assert view.get_by_role("heading", level=1).inner_text() == "Baobab"
    view.get_by_role("link", name="Accountant").click()
    assert view.url.endswith("#offer-1")
    assert trouble == []
    view.context.close()


def test_without_script_everything_is_there(browser: Browser, reports: Path) -> None:
    view, _ = opened(browser, reports / "en", "report/startups.html", java_script_enabled=False)
    assert view.locator("main .names a:visible").count() == 3
    assert not view.get_by_role("searchbox").is_visible()
    view.goto(f"{reports.as_uri()}/en/report/startups/delta.html")
    view.locator("details").first.locator("summary").click()
    assert view.locator("details li").first.is_visible()
    view.context.close()
