"""The command `diversity-platform` and its subcommands, each loaded when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from diversity_platform import __version__

#: name -> (module, one line for the list of commands)
_COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("diversity_platform.cli.start", "Start everything at once, with a demo city."),
    "serve": ("diversity_platform.cli.serve", "Serve the pages."),
    "worker": ("diversity_platform.cli.worker", "Do queued jobs."),
    "migrate": ("diversity_platform.cli.migrate", "Bring the database to this version's schema."),
    "demo-city": ("diversity_platform.cli.fill", "Fill in and publish the synthetic demo city."),
    "rate": ("diversity_platform.cli.rate", "Rate and rank companies from headcounts."),
    "match": ("diversity_platform.cli.match", "Match start-ups with incubators, funders and services."),
    "demo": ("diversity_platform.cli.demo", "Rate the synthetic demo city into a folder of pages."),
    "release": ("diversity_platform.cli.release", "Write what may be published of counts of people."),
    "audit-release": ("diversity_platform.cli.audit_release", "Verify the promise of published counts."),
    "open-data": ("diversity_platform.cli.open_data", "Publish differentially private counts as open data."),
    "template": ("diversity_platform.cli.template", "Write a table to fill in."),
}


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(_COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="diversity-platform")
def main() -> None:
    """Diversity ratings for cities and companies: honest scores, intervals and rankings."""


if __name__ == "__main__":
    main()
