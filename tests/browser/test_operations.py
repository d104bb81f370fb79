"""The pages of operators in a real browser: from the pass to a retried job, on a phone and at a desk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from tests.browser.test_site import opened, until, violations
from tests.databases import migrate_now
from tests.diversity_platform.cli.test_operations import Terminal
from tests.servers import running, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Given = TypeVar("Given")
PAGES = ("", "/jobs", "/mails", "/audit")


def apart(act: Callable[[], Given]) -> Given:
    """Do something in a thread of its own: a browser test has an event loop running already."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(act).result()


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Return an installation with a failed job and a mail that came back."""
    file = tmp_path_factory.mktemp("operations") / "platform.db"
    made = Terminal(f"sqlite+aiosqlite:///{file}")
    apart(lambda: migrate_now(made.address))
    apart(lambda: made.failed_job("RuntimeError: it broke"))
    apart(made.bounced_mail)
    return made


@pytest.fixture(scope="module")
def served(terminal: Terminal) -> Iterator[str]:
    with serving(terminal.file) as address:
        yield address


def come_in(
    browser: Browser,
    served: str,
    terminal: Terminal,
    path: str,
    **options: Any,  # noqa: ANN401 - as the browser takes them
) -> tuple[Page, list[str]]:
    """Ask for a page, come in with a new pass, and be there."""
    view, trouble = opened(browser, served, path, **options)
    assert view.url.startswith(f"{served}{path[:3]}/enter?to=")
    secret = apart(lambda: terminal.read("operator-pass")["pass"])
    view.get_by_role("textbox").fill(secret.lower())
    view.keyboard.press("Enter")
    view.wait_for_url(f"{served}{path}")
    return view, trouble


#: each width in each language, and in light and dark
VIEWS = [(360, "en", "light"), (360, "fr", "dark"), (1280, "fr", "light"), (1280, "en", "dark")]


@pytest.mark.parametrize("view_of", VIEWS, ids=lambda one: "-".join(map(str, one)))
def test_pages_fit_and_are_accessible(
    browser: Browser, served: str, terminal: Terminal, view_of: tuple[int, str, str]
) -> None:
    width, language, scheme = view_of
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    entrance, _ = opened(browser, served, f"/{language}/enter", **options)
    assert violations(entrance) == []
    view, trouble = come_in(browser, served, terminal, f"/{language}/operations", **options)
    job = apart(lambda: terminal.read("jobs", "list", "--state", "failed")[0]["id"])
    for path in (*PAGES, f"/jobs/{job}"):
        view.goto(f"{served}/{language}/operations{path}")
        assert violations(view) == [], path
        assert view.evaluate("document.documentElement.scrollWidth") <= width, path
    assert trouble == []


@pytest.mark.parametrize("with_script", [True, False])
def test_a_failed_job_is_retried_and_its_end_is_seen(
    browser: Browser,
    served: str,
    terminal: Terminal,
    with_script: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    job = apart(lambda: terminal.failed_job("RuntimeError: it broke again"))
    path = f"/en/operations/jobs/{job}"
    view, _ = come_in(browser, served, terminal, path, java_script_enabled=with_script)
    assert "RuntimeError: it broke again" in view.locator("main").inner_text()
    view.get_by_role("button", name="Retry").focus()
    view.keyboard.press("Enter")
    view.wait_for_url(f"{served}{path}?done=retried")
    assert "The job is queued again." in view.locator("main").inner_text()
    assert view.locator("#job [role=status]").inner_text() == "waiting"
    with running("worker", database=terminal.address):
        if with_script:  # the page looks by itself
            until(view, "document.querySelector('#job [role=status]').innerText == 'done'")
        else:
            for _ in range(100):
                view.goto(f"{served}{path}")
                if view.locator("#job [role=status]").inner_text() == "done":
                    break
                view.wait_for_timeout(100)
    assert view.locator("#job [role=status]").inner_text() == "done"
    assert view.locator("#job[data-hx-get]").count() == 0  # and then looks no more


def test_a_test_mail_and_leaving(browser: Browser, served: str, terminal: Terminal) -> None:
    view, _ = come_in(browser, served, terminal, "/fr/operations/mails")
    view.get_by_label("À cette adresse", exact=True).fill("lecteur@example.org")
    view.get_by_role("button", name="Envoyer", exact=True).click()
    view.wait_for_url(f"{served}/fr/operations/mails?done=test-written")
    assert "l…@example.org" in view.locator("table").inner_text()
    view.get_by_role("button", name="Sortir").click()
    view.wait_for_url(f"{served}/fr")
    view.goto(f"{served}/fr/operations")
    assert "/fr/enter?to=" in view.url
