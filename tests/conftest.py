"""What all tests share: real data beside the checkout, real programs, and one table of what was skipped."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def required(name: str) -> bool:
    """Tell whether a missing real part must fail: REQUIRE_BROWSER=1 and so on."""
    return os.environ.get(f"REQUIRE_{name}", "") not in {"", "0"}


def real_program(*names: str, require: str) -> str:
    """Return the path of the first of these programs; skip, or fail where it is required."""
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    reason = f"none of {', '.join(names)} is installed"
    if required(require):
        pytest.fail(f"{reason}, but REQUIRE_{require} is set")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the real public data beside the checkout; skip where they are absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real public data are not beside this checkout")
    return SHARED_DATA


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: Playwright keeps an event loop running, in which no async test can run."""
    items.sort(key=lambda item: "browser" in item.path.parent.parts)


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what was skipped and why, in one table at the end."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        where = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[where.removeprefix("Skipped: ")] += 1
    terminalreporter.section("skipped")
    if not reasons:
        terminalreporter.write_line("nothing")
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(f"{number:>5}  {reason}")
