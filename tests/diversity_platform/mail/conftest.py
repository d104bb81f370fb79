"""What tests of mail share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diversity_platform.mail.posts import post_of
from tests.diversity_platform.catcher import Catcher, catching

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[Catcher]:
    """Run a mail server on this machine, without encryption."""
    with catching("smtp+plain", tmp_path) as caught:
        yield caught
        post_of(caught.address).close()
