"""The command `diversity-platform` and its subcommands, each loaded when it is called."""

from __future__ import annotations

import click

from diversity_platform import __version__
from diversity_platform.cli.lazy import LazyGroup

#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("diversity_platform.cli.start", "Start everything at once, with a demo city."),
    "serve": ("diversity_platform.cli.serve", "Serve the pages."),
    "worker": ("diversity_platform.cli.worker", "Do queued jobs."),
    "migrate": ("diversity_platform.cli.migrate", "Bring the database to this version's schema."),
    "operator-pass": ("diversity_platform.cli.operator_pass", "Make a pass for the operations pages."),
    "status": ("diversity_platform.cli.status", "Tell how the installation stands."),
    "jobs": ("diversity_platform.cli.jobs.group", "Look at jobs, cancel, retry or discard them."),
    "mail": ("diversity_platform.cli.mail.group", "Look at mails, send a test, send again."),
    "audit": ("diversity_platform.cli.audit.group", "Read and export who did what."),
    "db": ("diversity_platform.cli.db.group", "Look after the database: backup, restore."),
    "demo-city": ("diversity_platform.cli.fill", "Fill in and publish the synthetic demo city."),
    "rate": ("diversity_platform.cli.rate", "Rate and rank companies from headcounts."),
    "match": ("diversity_platform.cli.match", "Match start-ups with incubators, funders and services."),
    "performance": ("diversity_platform.cli.performance", "Set diversity beside results, in a panel."),
    "demo": ("diversity_platform.cli.demo", "Rate the synthetic demo city into a folder of pages."),
    "label": (
        "diversity_platform.cli.label.group",
        "Check answers to a label's scheme, and what goes with it.",
    ),
    "release": ("diversity_platform.cli.release", "Write what may be published of counts of people."),
    "audit-release": ("diversity_platform.cli.audit_release", "Verify the promise of published counts."),
    "open-data": ("diversity_platform.cli.open_data", "Publish differentially private counts as open data."),
    "template": ("diversity_platform.cli.template", "Write a table to fill in."),
}


@click.group(
    cls=LazyGroup,
    rows=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="diversity-platform")
def main() -> None:
    """Diversity ratings for cities and companies: honest scores, intervals and rankings."""


if __name__ == "__main__":
    main()
