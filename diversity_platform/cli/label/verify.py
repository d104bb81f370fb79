"""`diversity-platform label verify`: what is to be said of a credential, today."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from connector.documents.verdict import verdict_document
from connector.label.credential.errors import NotACredentialError
from connector.label.credential.reading import LARGEST, parsed
from connector.label.toml_file import one_line
from connector.label.verifying import TrustList, read_trust, verify, verify_at
from connector.label.verifying.verify import check_endorsement
from connector.words import languages
from diversity_platform.cli.label.office import moment
from diversity_platform.cli.words import BAD_INPUT, refusing_clearly
from diversity_platform.labels.web_sources import WebSources

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Result -> exit status. 2 is left to usage.
STATUSES: Final = {"valid": 0, "not valid": 1, "cannot tell": 3}
_MARKS: Final = {"good": "+", "bad": "x", "unknown": "?", "not made": "-"}
_TRUST: Final = "trusted.toml"


@click.command("verify")
@click.argument("credential", metavar="FILE|URL")
@click.option("--offline", is_flag=True, help="Look nothing up: judge by what was kept from earlier times.")
@click.option("--log", "with_log", is_flag=True, help="Ask the transparency log of the issuer, too.")
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Whom you believe (TOML); trusted.toml in the settings folder by default.",
)
@click.option(
    "--endorsement",
    "endorsements",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="An endorsement of the issuer, besides those in the credential. May be repeated.",
)
@click.option("--language", type=click.Choice(languages()), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where keys, status lists and heads of logs are kept for a time offline.",
)
def command(
    *,
    credential: str,
    offline: bool,
    with_log: bool,
    trust: Path | None,
    endorsements: tuple[Path, ...],
    language: str,
    as_json: bool,
    cache: Path | None,
) -> None:
    """Tell whether the credential in FILE, or at URL, is valid, not valid, or whether that cannot be told.

    It is JSON, or a seal (SVG) that carries it.

    Exit status 0: valid; 1: not valid; 3: cannot tell; 2: wrong usage.
    """
    settings = Path(click.get_app_dir("diversity-platform"))
    now = moment()
    with refusing_clearly(as_json=as_json):
        believed = read_trust(trust) if trust else _own_trust(settings / _TRUST)
        asked: dict[str, Any] = {
            "sources": WebSources(cache or settings / "label", is_offline=offline),
            "trust": believed,
            "now": now,
            "with_log": with_log,
            "endorsements": [_endorsement(path) for path in endorsements],
        }
        if "://" in credential:
            verdict = verify_at(credential, **asked)
        else:
            verdict = verify(_content(Path(credential)), **asked)
    document = verdict_document(verdict, language, now)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(document)))
    if verdict.decisive.reason.code == "verify.trust.nobody" and not as_json:
        click.echo(f"To believe this issuer, name it in a trust list: {trust or settings / _TRUST}", err=True)
    sys.exit(STATUSES[document["result"]])


def _own_trust(path: Path) -> TrustList:
    return read_trust(path) if path.is_file() else TrustList()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise click.BadParameter(
            f"'{path}' cannot be read ({error.strerror}).", param_hint="FILE|URL"
        ) from error


def _endorsement(path: Path) -> dict[str, Any]:
    try:
        document = parsed(_content(path))
        check_endorsement(document)
    except NotACredentialError as error:
        click.echo(f"Error: {path.name}: {one_line(str(error))}", err=True)
        sys.exit(BAD_INPUT)
    return document


def _lines(document: dict[str, Any]) -> Iterable[str]:
    """Return the answer for a terminal; nothing that a credential says can command the terminal."""
    yield click.style(one_line(document["sentence"]), bold=True)
    yield ""
    width = max(len(check["name"]) for check in document["checks"])
    for check in document["checks"]:
        yield f" {_MARKS[check['outcome']]} {check['name']:<{width}}  {one_line(check['sentence'])}"
