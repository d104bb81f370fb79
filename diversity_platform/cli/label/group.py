"""`diversity-platform label`: what an applicant, an issuer or a reader of the label does by hand."""

from __future__ import annotations

import click

from diversity_platform.cli.lazy import LazyGroup

#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "template": ("diversity_platform.cli.label.template", "Write a file of answers to fill in."),
    "check": (
        "diversity_platform.cli.label.check",
        "Tell the level that answers reach, and what is missing.",
    ),
}


class _Label(LazyGroup):
    rows = _COMMANDS


@click.group("label", cls=_Label)
def command() -> None:
    """Check what an incubator answers to the scheme of the label, and what goes with it."""
