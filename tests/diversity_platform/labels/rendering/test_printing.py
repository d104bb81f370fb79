"""Printing reads our own fonts and nothing else, and says what is missing where it cannot be done."""

from __future__ import annotations

import hashlib
import logging
import os
import subprocess
import sys

import pytest

from diversity_platform.labels.rendering import printing
from diversity_platform.labels.rendering.certificate import certificate
from tests.diversity_platform.labels.attested import attested

PRINT = """
from diversity_platform.labels.rendering.certificate import certificate
from tests.diversity_platform.labels.attested import attested
"""
#: Anything that would reach out of the process ends it.
WITHOUT_NETWORK = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"the network was asked: {event} {arguments}")
sys.addaudithook(refuse)
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command, given = [sys.executable, "-c", code], os.environ | environment
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("_pango")
def test_another_process_in_another_time_zone_prints_the_same_bytes_without_network() -> None:
    code = (
        WITHOUT_NETWORK
        + PRINT
        + ("import hashlib; print(hashlib.sha256(certificate(attested(2), 'fr')).hexdigest())")
    )
    result = run(code, TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    assert (result.stderr, result.stdout.strip()) == (
        "", hashlib.sha256(certificate(attested(2), "fr")).hexdigest()
    )  # fmt: skip


def test_refusing_the_network_would_be_noticed() -> None:
    result = run(WITHOUT_NETWORK + "import socket; socket.create_connection(('127.0.0.1', 9))")
    assert "the network was asked" in result.stderr


@pytest.mark.usefixtures("_pango")
@pytest.mark.parametrize(
    "address",
    [
        "https://label.example.org/picture.png",
        "file:///etc/hostname",
        "data:image/png;base64,AAAA",
        "asset:tokens.css",
        "asset:vendor/inter/none.woff2",
        "asset:../locale/fr.woff2",
        "asset:",
    ],
)
def test_whatever_is_not_our_font_stops_the_printing(address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - needs Pango

    with pytest.raises(FatalURLFetchingError, match="fetches nothing"):
        printing.own_fonts_only(address)
    with pytest.raises(FatalURLFetchingError, match="fetches nothing"):
        printing.pdf([f'<html lang="en"><img alt="x" src="{address}">'], "")


@pytest.mark.usefixtures("_pango")
def test_our_fonts_are_found() -> None:
    name = "vendor/inter/inter-latin-wght-normal.woff2"
    assert printing.own_fonts_only(f"asset:{name}").read()[:4] == b"wOF2"


@pytest.mark.usefixtures("_pango")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_weasyprint_has_nothing_to_complain_of(language: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "weasyprint")
    certificate(attested(2), language)
    assert [record.getMessage() for record in caplog.records] == []


# --------------------------------------------------------------------------- without Pango

NO_PANGO = """
from cffi import FFI
real = FFI.dlopen
def dlopen(self, name, *flags):
    if isinstance(name, str) and "pango" in name:
        raise OSError(f"cannot load library '{name}'")
    return real(self, name, *flags)
FFI.dlopen = dlopen
"""
NO_WEASYPRINT = "import sys; sys.modules['weasyprint'] = None\n"
REFUSED = """
from diversity_platform.labels.errors import CannotPrintError
from diversity_platform.labels.rendering.seal import seal
import diversity_platform.app
try:
    certificate(attested(), "en")
except CannotPrintError as error:
    print(error)
print(len(seal(attested(), "en")) > 1000)
"""


@pytest.mark.parametrize(
    ("absent", "missing"),
    [(NO_PANGO, "cannot load library 'libpango-1.0-0'"), (NO_WEASYPRINT, "import of weasyprint halted")],
    ids=["Pango", "WeasyPrint"],
)
def test_without_it_all_else_works_and_printing_says_what_to_install(absent: str, missing: str) -> None:
    result = run(absent + PRINT + REFUSED)
    assert result.stderr == ""
    refusal, drawn = result.stdout.splitlines()
    assert refusal.startswith(f"The certificate cannot be printed: {missing}")
    assert "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`" in refusal
    assert drawn == "True"


def test_nothing_loads_weasyprint_before_something_is_printed() -> None:
    code = PRINT + (
        "import sys, diversity_platform.app, diversity_platform.cli.main\n"
        "from diversity_platform.labels.rendering.seal import seal; seal(attested(), 'en')\n"
        "print(sorted({'weasyprint', 'fontTools', 'pyphen'} & set(sys.modules)))"
    )
    assert run(code).stdout.strip() == "[]"
