"""`diversity-platform demo`: the main job on a synthetic city, to see what comes out."""

from __future__ import annotations

from pathlib import Path

import click

from diversity_platform.cli.city import NOTICE, build_city
from diversity_platform.cli.output import refuse_unusable, write_csv
from diversity_platform.cli.rate import run, told
from diversity_platform.cli.words import refusing_clearly
from rating.errors import InputRefusedError

_FRAMEWORK = "management-diversity-2016"


@click.command("demo")
@click.option(
    "--out", default=Path("demo-output"), show_default=True, type=click.Path(path_type=Path), help="Folder."
)
def command(out: Path) -> None:
    """Draw a synthetic city of thirty companies and three years, rate it, and say where to look.

    The drawn figures are written to input/ in the same folder, in the formats one would send.
    """
    with refusing_clearly(as_json=False):
        refuse_unusable(out)
        inputs = write_city(out / "input")
        outcome = run(
            [inputs["headcounts"]],
            out,
            report=True,
            quiet=False,
            profile="canonical",
            framework=_FRAMEWORK,
            performance=[inputs["financials"]],
            performance_profile="canonical",
            notice=NOTICE,
        )
    click.echo(NOTICE)
    click.echo(told(outcome, out))
    click.echo(
        "The same by hand: diversity-platform rate "
        f"{inputs['headcounts']} --profile canonical --framework {_FRAMEWORK} "
        f"--performance {inputs['financials']} --performance-profile canonical --out results"
    )


def write_city(folder: Path) -> dict[str, Path]:
    """Write the city's tables; returns table name -> file.

    Raises
    ------
    InputRefusedError
        If the folder cannot be written.
    """
    city = build_city()
    tables = {
        "headcounts": city.headcounts,
        "benchmark": city.benchmark,
        "financials": city.financials,
    }
    paths = {name: folder / f"{name}.csv" for name in tables}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            write_csv(paths[name], [str(column) for column in rows[0]], rows[1:])
    except OSError as error:
        raise InputRefusedError.because(
            str(folder), "", f"the folder cannot be written ({error}).", "Name another one with --out."
        ) from error
    return paths
