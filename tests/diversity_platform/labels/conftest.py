"""What printing needs besides Python."""

from __future__ import annotations

from ctypes.util import find_library

import pytest

from tests.conftest import required

#: Loaded by WeasyPrint.
LIBRARY = "pangoft2-1.0"


@pytest.fixture(scope="session")
def _pango() -> None:
    """Skip, or fail where it is required, on a machine without Pango."""
    if find_library(LIBRARY):
        return
    if required("PANGO"):
        pytest.fail("Pango is not installed, but REQUIRE_PANGO is set")
    pytest.skip("Pango is not installed")
