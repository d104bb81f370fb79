"""What people look at, beside what programs read: pages of how things stand, certificates and seals."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from connector.label.issuing.files import write_if_other
from connector.label.issuing.folder import PUBLIC
from diversity_platform.cli.label.facts import (
    SHOWN,
    attested_of,
    issued_in,
    live_states,
    publisher_of,
    shown_file,
)
from diversity_platform.labels.errors import (
    CannotPrintError,
    LanguageMissingError,
    LettersMissingError,
    UnfitAddressError,
)
from diversity_platform.labels.rendering.certificate import certificate
from diversity_platform.labels.rendering.live_state import page_name
from diversity_platform.labels.rendering.pages import style_sheet
from diversity_platform.labels.rendering.register_page import register_page
from diversity_platform.labels.rendering.seal import seal, seal_html_snippet
from diversity_platform.labels.rendering.state_page import state_page
from diversity_platform.web.languages import OFFERED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from connector.label.issuing.folder import LabelFolder
    from diversity_platform.labels.rendering.attested import Attested
    from diversity_platform.labels.rendering.live_state import LiveState, Publisher

_NOT_DRAWN: Final = (CannotPrintError, LanguageMissingError, LettersMissingError, UnfitAddressError)


def write_pages(office: LabelFolder, now: datetime) -> None:
    """Write the register and the page of each credential, as they stand at a moment.

    Only files that change are written. Pages in languages that are no longer spoken are removed: they would
    go on telling an old state.
    """
    publisher, labels = publisher_of(office), live_states(office, now)
    public = office.path / PUBLIC
    pages: dict[Path, str] = {public / SHOWN / "label.css": style_sheet()}
    for language in publisher.languages:
        name = page_name("index", language, publisher.languages[0])
        pages[public / name] = register_page(labels, publisher, language, as_of=now.date())
        for label in labels:
            name = page_name(label.number, language, label.own_language(publisher))
            pages[public / "credentials" / name] = state_page(
                label, publisher, language, as_of=now.date(), snippet=_snippet(office, label, publisher)
            )
    with _after_the_act():
        for path, text in pages.items():
            write_if_other(path, text.encode())
        for stem in (public / "index", *(public / "credentials" / one.number for one in labels)):
            for code in (one.code for one in OFFERED):
                path = stem.with_name(f"{stem.name}.{code}.html")
                if path not in pages:
                    path.unlink(missing_ok=True)


def write_renderings(office: LabelFolder, credential: str, *, with_certificate: bool) -> list[str]:
    """Write certificate and seal of what was issued; return what could not be done, and the way out.

    Parameters
    ----------
    office
        In which it was issued.
    credential
        Its address.
    with_certificate
        Whether a certificate is written besides the seal.
    """
    document = office.documents().get(credential)
    entry = next(entry for entry, _ in issued_in(office) if entry.credential == credential)
    if document is None:
        return [f"{entry.number}: certificate and seal were not written: its document is not in the folder."]
    told = []
    content = json.dumps(document, ensure_ascii=False)
    try:
        attested = attested_of(office, credential)
        language = _language(office, entry.language, attested)
        drawn = seal(attested, language, credential_json=content)
        with _after_the_act():
            write_if_other(shown_file(office, entry.number, ".svg"), drawn.encode())
        if with_certificate:
            printed = certificate(attested, language)
            with _after_the_act():
                write_if_other(shown_file(office, entry.number, ".pdf"), printed)
    except _NOT_DRAWN as error:
        what = "certificate" if shown_file(office, entry.number, ".svg").is_file() else "certificate and seal"
        told.append(
            f"{entry.number}: {what} not written. {error} "
            f"Then: diversity-platform label refresh {office.path} --certificates"
        )
    return told


def write_again(office: LabelFolder, numbers: Collection[str]) -> list[str]:
    """Write seals, and certificates where there were some, of what was signed anew; as `write_renderings`."""
    return [
        line
        for entry, _ in issued_in(office)
        if entry.number in numbers
        for line in write_renderings(
            office,
            entry.credential,
            with_certificate=shown_file(office, entry.number, ".pdf").is_file(),
        )
    ]


def write_missing(office: LabelFolder, now: datetime, *, with_certificates: bool) -> list[str]:
    """Write what is not there of all that may still be shown; as `write_renderings`."""
    told = []
    for entry, standing in issued_in(office):
        lacks_seal, lacks_certificate = (
            not shown_file(office, entry.number, suffix).is_file() for suffix in (".svg", ".pdf")
        )
        may_be_shown = standing.state_at(now) not in {"withdrawn", "expired"}
        if may_be_shown and (lacks_seal or (with_certificates and lacks_certificate)):
            told += write_renderings(office, entry.credential, with_certificate=with_certificates)
    return told


def _snippet(office: LabelFolder, label: LiveState, publisher: Publisher) -> str | None:
    """Return how a holder embeds the seal; None where there is none, or none to be shown."""
    if label.state != "valid" or not label.has_seal or not label.has_credential:
        return None
    attested = attested_of(office, label.credential)
    return seal_html_snippet(
        attested,
        _language(office, label.language, attested),
        image_url=f"{publisher.address}/{SHOWN}/{label.number}.svg",
    )


def _language(office: LabelFolder, wanted: str, attested: Attested) -> str:
    """Return the language of a rendering: that of the credential, or the first one that pages speak."""
    spoken = publisher_of(office).languages
    return wanted if wanted in spoken else next((one for one in spoken if one in attested.level), wanted)


@contextmanager
def _after_the_act() -> Iterator[None]:
    """Tell a full disk apart from an act that was refused: what was asked for is done by now."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"It is done and noted down, but a file for people was not written: {error}. "
            "Set that right, then run `diversity-platform label refresh`."
        ) from error
