"""HTML to PDF, by WeasyPrint, from nothing but what lies in this package."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import threading
import warnings
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from diversity_platform.labels.errors import CannotPrintError, LettersMissingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from weasyprint.urls import URLFetcherResponse

#: How our style sheets name a font.
_SCHEME = "asset:"
_STATIC = "diversity_platform.web"
_DIGITS = 32
_VARIANT = "pdf/ua-1"
_NO_GLYPH = ".notdef"
#: Honoured by fontTools: https://reproducible-builds.org/specs/source-date-epoch/
_FONT_TIME = "SOURCE_DATE_EPOCH"
#: The environment is of the whole process.
_ONE_AT_A_TIME = threading.Lock()


def pdf(pages: Iterable[str], style_sheet: str) -> bytes:
    """Print the first of these pages that fits on one sheet, else the last, as PDF/UA-1.

    The same pages give the same bytes.

    Raises
    ------
    CannotPrintError
        When WeasyPrint or a library that it needs cannot be loaded.
    LettersMissingError
        When a letter would be printed as an empty box.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as _weasyprint

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=style_sheet, font_config=fonts, url_fetcher=own_fonts_only)
    with _letters_without_glyph() as missing, _no_clock_in_fonts():
        tried = []
        for page in pages:
            html = weasyprint.HTML(string=page, url_fetcher=own_fonts_only)
            tried.append((page, html.render(stylesheets=[sheet], font_config=fonts, pdf_variant=_VARIANT)))
            if len(tried[-1][1].pages) == 1:
                break
        page, document = tried[-1]
        identifier = hashlib.sha256(page.encode()).hexdigest()[:_DIGITS].encode()
        written: bytes = document.write_pdf(pdf_variant=_VARIANT, pdf_identifier=identifier)
    if missing:
        raise LettersMissingError("".join(sorted(missing)))
    return written


def own_fonts_only(url: str) -> URLFetcherResponse:
    """Answer WeasyPrint's requests: our vendored fonts, and nothing else from nowhere else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse  # noqa: PLC0415 - as _weasyprint

    name = url.removeprefix(_SCHEME)
    static = files(_STATIC).joinpath("static")
    is_font = url.startswith(_SCHEME) and name.endswith(".woff2") and ".." not in name
    if not is_font or not static.joinpath(name).is_file():
        raise FatalURLFetchingError(f"A certificate fetches nothing, and was told to fetch {url!r}.")
    return URLFetcherResponse(url, static.joinpath(name).read_bytes())


def _weasyprint() -> ModuleType:
    """Load WeasyPrint when it is needed: the product runs without it, and it loads C libraries."""
    try:
        # it prints advice of its own where a library is missing; ours is in the error
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            # without libharfbuzz-subset fonts are cut by fontTools, which does as well
            warnings.simplefilter("ignore", DeprecationWarning)
            return import_module("weasyprint")
    # ImportError: a package is missing; OSError: a C library is
    except (ImportError, OSError) as error:
        raise CannotPrintError(str(error).strip().partition("\n")[0]) from error


@contextmanager
def _no_clock_in_fonts() -> Iterator[None]:
    """Keep fontTools from writing the time into the fonts it cuts; it can be told by the environment only."""
    with _ONE_AT_A_TIME:
        before = os.environ.get(_FONT_TIME)
        os.environ[_FONT_TIME] = "0"
        try:
            yield
        finally:
            if before is None:
                del os.environ[_FONT_TIME]
            else:
                os.environ[_FONT_TIME] = before


@contextmanager
def _letters_without_glyph() -> Iterator[set[str]]:
    """Collect the letters of which WeasyPrint logs, in this thread, that no font has them."""
    missing: set[str] = set()
    thread = threading.get_ident()

    class _Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            is_ours = record.thread == thread and record.msg.startswith(_NO_GLYPH)
            if is_ours and isinstance(record.args, tuple):
                missing.add(str(record.args[0]))

    logger, handler = logging.getLogger("weasyprint"), _Collect(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield missing
    finally:
        logger.removeHandler(handler)
