"""The pages of a matching in a real browser: phone and desk, light and dark, without script, with axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner

from connector.matching.learning.ranker import learn
from connector.matching.scoring import declared_weights
from diversity_platform.cli.main import main
from tests.connector.intake_files import answers, declared, write_files
from tests.connector.matching.learning.calls import SHARES, call

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Pages of a matching with an override, a ranker that ranks, and answers to earlier introductions.
FULL = ("index.html", "report/startups/n0.html")
PAGES = ("index.html", "report/startups.html", "report/startups/baobab.html", "report/startups/delta.html")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    files = [str(path) for path in write_files(folder)]
    for language in ("en", "fr"):
        options = ["--out", str(folder / language), "--today", "2026-03-02", "--language", language]
        assert CliRunner().invoke(main, ["match", *files, *options]).exit_code == 0
        assert CliRunner().invoke(main, ["match", *full(folder, language)]).exit_code == 0
    return folder


def full(folder: Path, language: str) -> list[str]:
    """Return arguments for a matching with everything that may stand beside the parties."""
    made = call(3, 1600, weights=SHARES[::-1].copy())
    ranker = learn(made.shown, made.seen, declared_weights(), rng=np.random.default_rng(1))
    texts = {
        "overrides": "startup,offer,reason,by,day\nhere0,acc,They met at the fair.,A. Diallo,2026-02-27\n",
        "ranker": ranker.to_json(),
        "introductions": answers(),
    }
    (folder / "full").mkdir(exist_ok=True)
    options = ["--out", str(folder / f"{language}-full"), "--today", "2026-03-02", "--language", language]
    options += ["--groups", "origin:here|elsewhere"]
    for option, text in texts.items():
        path = folder / "full" / option
        path.write_text(text, encoding="utf-8")
        options += [f"--{option}", str(path)]
    return [*(str(path) for path in write_files(folder / "full", declared())), *options]


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


@pytest.mark.parametrize(
    ("report", "page"), [*(("", page) for page in PAGES), *(("-full", page) for page in FULL)]
)
@pytest.mark.parametrize("reader", [("en", 360, "light"), ("fr", 360, "dark"), ("fr", 1280, "light")])
def test_pages_fit_ask_nothing_and_pass_the_accessibility_audit(
    browser: Browser, reports: Path, report: str, page: str, reader: tuple[str, int, Any]
) -> None:
    language, width, scheme = reader
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    view, trouble = opened(browser, reports / f"{language}{report}", page, **look)
    # what is folded up is looked at as well
    view.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
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
