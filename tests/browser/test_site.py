"""The site in a real browser: widths, light and dark, languages, with and without script, by keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.diversity_platform.site import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
RANKING, COMPANY = "/havenport/2025", "/filings/2016/companies/acme"
WIDTHS = (360, 1280)


def opened(browser: Browser, site: str, path: str, **options: Any) -> tuple[Page, list[str]]:  # noqa: ANN401
    """Open a page; also return what it asked of others, and its complaints."""
    context = browser.new_context(**options)
    view = context.new_page()
    trouble: list[str] = []
    view.on(
        "request", lambda request: trouble.append(request.url) if not request.url.startswith(site) else None
    )
    view.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: trouble.append(str(error)))
    view.on(
        "response",
        lambda answer: trouble.append(answer.url) if answer.status >= 400 else None,
    )
    view.goto(f"{site}{path}")
    return view, trouble


def until(view: Page, expression: str) -> None:
    """Wait until an expression holds; the page's policy forbids the driver's own way of waiting."""
    for _ in range(200):
        if view.evaluate(expression):
            return
        view.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


def drawn(view: Page) -> int:
    """Wait until every chart of the page is drawn; returns how many."""
    until(view, "[...document.querySelectorAll('[data-figure]')].every(c => c.querySelector('svg.main-svg'))")
    return view.locator(".chart.is-drawn").count()


def violations(view: Page) -> list[tuple[str, str]]:
    """Return what axe finds, with the first place of each."""
    found = Axe().run(view, options=RULES)
    return [(entry["id"], entry["nodes"][0]["html"]) for entry in found.response["violations"]]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_every_page_fits_asks_nobody_and_passes_the_accessibility_audit(
    browser: Browser, site: str, page: str, width: int, scheme: str
) -> None:
    view, trouble = opened(
        browser, site, f"/en{page}", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    drawn(view)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []
    assert violations(view) == []
    view.context.close()


@pytest.mark.parametrize("path", [RANKING, COMPANY])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ranking_and_company_in_each_language_width_and_light(
    browser: Browser, site: str, *, path: str, language: str, width: int, scheme: str
) -> None:
    view, trouble = opened(
        browser, site, f"/{language}{path}", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    assert drawn(view) >= 1
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    assert view.locator("html").get_attribute("lang") == language
    ink = view.evaluate("getComputedStyle(document.querySelector('.chart text')).fill")
    assert ink == view.evaluate("getComputedStyle(document.body).color")
    assert trouble == []
    assert violations(view) == []
    view.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_arabic_runs_from_right_to_left_and_fits(browser: Browser, site: str, width: int) -> None:
    view, trouble = opened(browser, site, "/ar/styleguide", viewport={"width": width, "height": 800})
    drawn(view)
    assert view.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    heading, name = (
        view.get_by_role("heading", level=1).bounding_box(),
        view.locator("header .name").bounding_box(),
    )
    assert heading is not None
    assert name is not None
    assert name["x"] + name["width"] > width / 2
    assert "Noto Sans Arabic" in view.evaluate("getComputedStyle(document.body).fontFamily")
    assert view.evaluate("document.fonts.check('16px \"Noto Sans Arabic\"', 'تنوع')")
    assert trouble == []
    assert violations(view) == []
    view.context.close()


@pytest.mark.parametrize("path", [RANKING, COMPANY])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", WIDTHS)
def test_without_script_the_tables_say_everything(
    browser: Browser, site: str, path: str, language: str, width: int
) -> None:
    view, trouble = opened(
        browser,
        site,
        f"/{language}{path}",
        java_script_enabled=False,
        viewport={"width": width, "height": 800},
    )
    assert view.locator(".chart:visible").count() == 0
    assert view.locator("table tbody tr:visible").count() > 10
    assert view.locator("svg.interval").first.is_visible()
    assert trouble == []
    view.context.close()


def test_without_script_the_filter_works_and_the_language_can_be_changed(browser: Browser, site: str) -> None:
    view, _ = opened(browser, site, f"/en{RANKING}", java_script_enabled=False)
    view.get_by_label("Part of the company's name").fill("quill")
    view.get_by_role("button", name="Filter").click()
    assert view.locator("#results tbody th").all_inner_texts() == ["Quill & Page Publishing"]
    assert view.get_by_role("status").inner_text().startswith("1 company found.")
    view.get_by_role("link", name="Français").click()
    assert view.url == f"{site}/fr{RANKING}?name=quill&band="
    assert view.locator("#results tbody th").all_inner_texts() == ["Quill & Page Publishing"]
    view.context.close()


def test_with_script_the_list_is_filtered_while_one_types(browser: Browser, site: str) -> None:
    view, trouble = opened(browser, site, f"/en{RANKING}")
    field = view.get_by_label("Part of the company's name")
    field.press_sequentially("ba")
    until(view, "document.querySelector('#results [role=status]') !== null")
    shown = view.locator("#results tbody th").all_inner_texts()
    assert shown == ["Goldcrest Bank", "Harbour Street Bakery"]
    assert field.input_value() == "ba"
    assert view.url == f"{site}/en{RANKING}?name=ba&band="
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    field.blur()  # a second answer would take away the link that is just being clicked
    view.wait_for_timeout(400)
    assert asked == []
    view.get_by_role("link", name="Show all").click()
    until(
        view, "document.querySelector('#results [role=status]') === null && document.querySelector('.chart')"
    )
    assert drawn(view) == 2  # the ranking, and what chance and choices leave open
    assert trouble == []
    view.context.close()


def test_the_chart_has_the_ranks_of_the_interface(browser: Browser, site: str) -> None:
    view, _ = opened(browser, site, f"/en{RANKING}")
    drawn(view)
    points = view.evaluate(
        "document.querySelector('.chart').data.filter(t => t.mode === 'markers').flatMap(t => [...t.x])"
    )
    rows = json.loads(view.request.get(f"{site}/api/v1/editions{RANKING}/ranking").text())["rows"]
    middle = [(row["rank_low"] + row["rank_high"]) / 2 for row in rows if row["rank_low"]]
    assert points == middle
    view.context.close()


def test_a_chart_keeps_its_height_when_the_window_changes(browser: Browser, site: str) -> None:
    view, trouble = opened(browser, site, f"/en{RANKING}", viewport={"width": 1280, "height": 800})
    drawn(view)
    before = view.locator(".chart").first.bounding_box()
    view.set_viewport_size({"width": 500, "height": 700})
    until(view, "document.querySelector('.chart svg.main-svg').getBoundingClientRect().width < 500")
    after = view.locator(".chart svg.main-svg").first.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["height"] - after["height"]) <= 1
    assert trouble == []
    view.context.close()


def test_the_charts_offer_no_way_to_send_them_elsewhere(browser: Browser, site: str) -> None:
    view, trouble = opened(browser, site, f"/en{RANKING}")
    drawn(view)
    view.locator(".chart").first.hover()
    assert view.locator(".modebar-btn").count() == 0
    assert trouble == []
    view.context.close()


def test_the_keyboard_reaches_content_details_and_tables(browser: Browser, site: str) -> None:
    view, _ = opened(browser, site, f"/en{COMPANY}", viewport={"width": 360, "height": 800})
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.textContent") == "Skip to the content"
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "main"
    first = view.locator("main details").first
    first.locator("summary").focus()
    view.keyboard.press("Enter")
    assert first.evaluate("element => element.open")
    table = view.get_by_role("region", name="Components of the score")
    table.focus()
    view.keyboard.press("ArrowRight")
    until(view, "document.activeElement.scrollLeft > 0")
    view.context.close()


@pytest.mark.parametrize("width", [360, 414, 768, 1024, 1280, 1600])
def test_no_width_makes_the_page_scroll_sideways(browser: Browser, site: str, width: int) -> None:
    view, _ = opened(browser, site, f"/fr{COMPANY}", viewport={"width": width, "height": 900})
    drawn(view)
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    view.context.close()


def test_on_paper_the_tables_stay_and_the_controls_go(browser: Browser, site: str) -> None:
    view, _ = opened(browser, site, f"/en{RANKING}")
    view.emulate_media(media="print")
    assert not view.locator(".filter").is_visible()
    assert not view.locator("header nav").first.is_visible()
    assert view.get_by_role("region", name="Ranking").is_visible()
    assert view.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
    view.context.close()


def test_who_wants_no_motion_gets_none(browser: Browser, site: str) -> None:
    view, _ = opened(browser, site, f"/en{RANKING}", reduced_motion="reduce")
    drawn(view)
    moving = view.evaluate("document.getAnimations().length")
    assert moving == 0
    view.context.close()
