"""The report in a real browser: phone and desk, light and dark, without script, by keyboard, with axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from diversity_platform.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PAGES = (
    "index.html", "report/ranking-1.html", "report/method.html", "report/companies.html",
    "report/companies/bellhaven-foods.html", "report/companies/zephyr-bicycles.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    assert CliRunner().invoke(main, ["demo", "--out", str(out)]).exit_code == 0
    return out


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
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_pages_fit_ask_nothing_and_pass_the_accessibility_audit(
    browser: Browser, report: Path, page: str, width: int, scheme: str
) -> None:
    view, trouble = opened(
        browser, report, page, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []  # before the audit, which loads the style sheet again
    found = Axe().run(
        view, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found.response["violations"]] == []
    view.context.close()


def test_one_finds_a_company_by_part_of_its_name_and_opens_its_page(browser: Browser, report: Path) -> None:
    view, trouble = opened(browser, report, "report/companies.html")
    view.get_by_label("Part of the name").fill("quill")
    shown = view.locator("main li a:visible").filter(has_text="Quill & Page Publishing")
    assert view.get_by_role("status").inner_text() == "1 found."
    shown.click()
    assert view.get_by_role("heading", level=1).inner_text() == "Quill & Page Publishing"
    view.get_by_role("link", name="Ranking").first.click()
    assert view.url.endswith("/index.html")
    assert trouble == []
    view.context.close()


def test_without_script_the_whole_list_is_there(browser: Browser, report: Path) -> None:
    view, _ = opened(browser, report, "report/companies.html", java_script_enabled=False)
    assert view.locator("main .names a:visible").count() == 30
    assert not view.get_by_label("Part of the name").is_visible()
    view.context.close()


def test_the_keyboard_reaches_the_content_and_the_tables(browser: Browser, report: Path) -> None:
    view, _ = opened(browser, report, "index.html", viewport={"width": 360, "height": 800})
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.textContent") == "Skip to the content"
    view.keyboard.press("Enter")
    assert view.url.endswith("#main")
    table = view.get_by_role("region", name="Ranking")
    table.focus()
    view.keyboard.press("ArrowRight")
    view.wait_for_function("element => element.scrollLeft > 0", arg=table.element_handle())
    view.context.close()
