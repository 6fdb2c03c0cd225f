"""`dealsim table`: the numbers of an experiment as a table."""

from pathlib import Path

import click

from dealsim.cli.options import example, outcome_option

FORMATS = ("markdown", "latex", "csv")


@click.command(
    short_help="Write an experiment's numbers as a table.",
    epilog=example("dealsim table results --format latex --out table.tex"),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@outcome_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="markdown", show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write there, not to the screen."
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Every point: more than a page (as CSV has it), and of sampled designs as well.",
)
def table(folder: Path, outcomes: tuple[str, ...], form: str, out: Path | None, every: bool) -> None:
    """Write means and differences with their intervals, to the digits that their errors allow.

    Of a sampled design: how the outcomes spread over its points.
    """
    from dealsim import api
    from dealsim.figures.tables import FORMATS as WRITERS

    made = api.table(folder, outcomes, every=every, whole=form == "csv")
    text = WRITERS[form](made.table)
    if out is None:
        click.echo(text, nl=False)
    else:
        from dealsim.results.atomic_files import write_whole

        write_whole(out, text.encode())
    if form == "csv":
        click.echo(str(made.table.caption), err=True)
    if made.every > len(made.table.rows):
        click.echo(f"{len(made.table.rows):,} of {made.every:,} rows; --all writes every one", err=True)
