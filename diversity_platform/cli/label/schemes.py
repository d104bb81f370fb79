"""What the commands of the label have in common: which scheme, in which language, and how they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click

from connector.errors import Fault, SchemeRefusedError
from connector.label.scheme import declared_scheme, read_scheme, scheme_labels
from connector.words import languages
from diversity_platform.cli.words import BAD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.label.scheme import Scheme

F = TypeVar("F", bound="Callable[..., None]")

#: What was given is refused: as in every command. 1 and 3 are answers of `label verify`.
REFUSED: Final = BAD_INPUT

OF_SCHEME: Final[Callable[[F], F]] = click.option(
    "--scheme",
    "named",
    metavar="FILE",
    help="A scheme of another network (TOML), or one of the product by code and version.",
)
IN_LANGUAGE: Final[Callable[[F], F]] = click.option(
    "--language",
    type=click.Choice(languages()),
    help="By default the first of these that the scheme speaks.",
)


def scheme_named(named: str) -> Scheme:
    """Return a scheme of the product by code and version, or one from a file.

    Raises
    ------
    SchemeRefusedError
        If the file cannot be read or is faulty.
    """
    return declared_scheme(named) if named in scheme_labels() else read_scheme(Path(named))


def language_for(scheme: Scheme, asked: str | None) -> str:
    """Return the language in which to say what a scheme asks.

    Raises
    ------
    SchemeRefusedError
        If the scheme does not speak the one asked for, or none that the product speaks.
    """
    spoken = [one for one in languages() if one in scheme.languages]
    found = asked or (spoken[0] if spoken else None)
    if found is not None and found in spoken:
        return found
    own = ", ".join(scheme.languages)
    remedy = f"Write --language {spoken[0]}." if spoken else f"Add one of these: {', '.join(languages())}."
    raise SchemeRefusedError((Fault(scheme.label, "names", f"it is said in {own} alone.", remedy),))
