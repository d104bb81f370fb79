"""The page of a study in a real browser: phone and desk, light and dark, without script, with axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from diversity_platform.cli.main import main
from tests.diversity_platform.cli.panel_file import write_panel

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COLUMNS = ("--company", "firm", "--year", "year", "--exposure", "women", "--outcome", "roa,growth")
MORE = ("--industry", "industry", "--controls", "size", "--city", "city", "--exposure-n", "leaders")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies")
    for kind, companies in (("full", 40), ("refused", 12)):
        table = write_panel(folder / f"{kind}.csv", companies)
        for language in ("en", "fr"):
            out = folder / f"{language}-{kind}"
            options = ["--language", language, "--draws", "99", "--out", str(out)]
            done = CliRunner().invoke(main, ["performance", str(table), *COLUMNS, *MORE, *options])
            assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("kind", ["full", "refused"])
@pytest.mark.parametrize("reader", [("en", 360, "light"), ("fr", 360, "dark"), ("fr", 1280, "light")])
def test_the_page_fits_asks_nothing_and_passes_the_accessibility_audit(
    browser: Browser, reports: Path, kind: str, reader: tuple[str, int, Any]
) -> None:
    language, width, scheme = reader
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    view = context.new_page()
    trouble: list[str] = []
    own = (reports / f"{language}-{kind}").as_uri()
    view.on(
        "request", lambda request: trouble.append(request.url) if not request.url.startswith(own) else None
    )
    view.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    view.goto(f"{own}/index.html")
    assert trouble == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(view)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_curve_shows_every_way_of_asking_and_the_keyboard_scrolls_wide_tables(
    browser: Browser, reports: Path
) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    page.goto((reports / "en-full" / "index.html").as_uri())
    curve = page.locator("svg.curve").first
    box = curve.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] > 200
    dots = "".join(path.get_attribute("d") or "" for path in curve.locator("path.dots").all())
    assert dots.count("M") == 320
    regions = page.get_by_role("region").all()
    assert regions
    assert all(region.get_attribute("tabindex") == "0" for region in regions)
    page.context.close()
