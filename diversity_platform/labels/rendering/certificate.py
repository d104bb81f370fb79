"""The certificate: a sheet of paper that says what was attested, and where to ask whether it still holds."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from diversity_platform.labels.rendering import printing, qr
from diversity_platform.labels.rendering.told import rendered, told

if TYPE_CHECKING:
    from diversity_platform.labels.rendering.attested import Attested

#: From so many letters on, a holder's name is set in smaller type: (letters, class of the style sheet).
_NAME_SIZES = ((110, "longest"), (60, "longer"), (28, "long"), (0, "usual"))


def certificate(attested: Attested, language: str) -> bytes:
    """Print the certificate: A4, PDF/UA-1 (tagged, with title and language).

    The same input gives the same bytes on the same machine: the day in the file is the first of the validity,
    and nothing in it comes from a clock or from chance. Nothing is fetched from anywhere.

    Parameters
    ----------
    attested
        What is printed.
    language
        As "en".

    Raises
    ------
    CannotPrintError
        When the machine has no Pango; the message says how to get it.
    LettersMissingError
        When no font has a letter of a name.
    LanguageMissingError
        When there is no text in the language.

    Examples
    --------
    With `attested` as for the seal::

        Path("certificate.pdf").write_bytes(certificate(attested, "en"))
        Path("seal.svg").write_text(seal(attested, "en", credential_json=text), encoding="utf-8")
    """
    style_sheet = files("diversity_platform.labels").joinpath("templates/labels/certificate.css")
    pages = (page(attested, language, is_dense=is_dense) for is_dense in (False, True))
    return printing.pdf(pages, style_sheet.read_text(encoding="utf-8"))


def page(attested: Attested, language: str, *, is_dense: bool) -> str:
    """Return the certificate as HTML; set densely it has room for more."""
    texts = told(attested, language)
    size = next(size for letters, size in _NAME_SIZES if len(texts.holder) >= letters)
    return rendered(
        "certificate.html", language, told=texts, name_size=size, qr=qr.drawing, is_dense=is_dense
    )
