"""The seal in a real browser: at both sizes every text stands inside, however long the name is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from diversity_platform.labels.rendering.seal import SIDE, seal
from tests.diversity_platform.labels.attested import ADDRESS, LONG, attested

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

#: What is shown: [left, top, right, bottom] of each text, in the units of the drawing.
TEXTS = """() => [...document.querySelectorAll("text")]
    .filter(text => getComputedStyle(text.closest("[class]")).display != "none")
    .map(text => text.getBBox())
    .map(box => [box.x, box.y, box.x + box.width, box.y + box.height])"""
SHOWN = """() => [...document.querySelectorAll("g[class]")]
    .filter(group => getComputedStyle(group).display != "none").map(group => group.getAttribute("class"))"""
FRAME = 13  # its outer half and line


@pytest.mark.parametrize("width", [120, 199, 200, 400])
def test_every_text_stands_inside_the_frame_and_below_the_one_before(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": width, "height": width})
    labels = [attested(degree) for degree in (0, 1, 2)]
    labels += [attested(2, holder=holder) for holder in LONG.values()]
    for number, (label, language) in enumerate((label, code) for label in labels for code in ("en", "fr")):
        file = tmp_path / f"{number}.svg"
        file.write_text(seal(label, language), encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate(SHOWN) == ["seal-small" if width < 200 else "seal-large"]
        boxes = page.evaluate(TEXTS)
        assert len(boxes) >= 3
        assert min(box[0] for box in boxes) >= FRAME
        assert max(box[2] for box in boxes) <= SIDE - FRAME
        assert max(box[3] for box in boxes) <= SIDE
        middles = [(box[1] + box[3]) / 2 for box in boxes]
        assert middles == sorted(middles)
    page.close()


def test_click_leads_to_the_live_state(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.route(
        re.compile("^https:"), lambda route: (asked.append(route.request.url), route.fulfill(body="state"))
    )
    (tmp_path / "seal.svg").write_text(seal(attested(), "en"), encoding="utf-8")
    page.goto((tmp_path / "seal.svg").as_uri())
    page.locator("text:visible").first.click()
    page.wait_for_url(ADDRESS)
    assert asked[0] == ADDRESS
    page.close()
