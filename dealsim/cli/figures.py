"""`dealsim figures`: the figures of an experiment, finished or not."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option, outcome_option, warn_of_compiling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealsim.experiment.results import StudyResults
    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style
    from dealsim.report.pictures import PlannedFigure
    from dealsim.results.documents.experiments import FiguresDocument

FORMATS = ("svg", "pdf", "png")
USUAL = ("svg", "pdf")
CAPTIONS = "captions.md"
NEEDED = {"matplotlib": "Matplotlib", "jinja2": "Jinja"}
MISSING = "This needs {}, which is not installed: pip install 'dealsim[figures]'"


@click.command(
    short_help="Draw an experiment's figures.",
    epilog=example("dealsim figures results --format pdf --columns 2 --outcome takeover"),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where to write; by default DIR/figures."
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), default=USUAL, show_default=True,
    help="May be repeated.",
)  # fmt: skip
@click.option(
    "--columns", type=click.Choice(["1", "2"]), default="1", show_default=True, help="Of a journal: 89 or 183 mm."
)
@outcome_option
@click.option("--dark", is_flag=True, help="For a dark screen; names end in -dark.")
@json_option
def figures(
    folder: Path,
    out: Path | None,
    formats: tuple[str, ...],
    columns: str,
    outcomes: tuple[str, ...],
    dark: bool,
    as_json: bool,
) -> None:
    """Draw what the results in DIR show, with captions that say scenarios, n, seed and intervals."""
    refuse_without("matplotlib")
    from dealsim.experiment.results import open_study

    results = open_study(folder)
    warn_of_compiling()
    from dealsim.figures.style import Style
    from dealsim.report.pictures import pictures

    plans, not_drawn = pictures(results, outcomes)
    where = folder / "figures" if out is None else out
    refuse_nothing_to_draw(folder, plans, not_drawn)
    make_folder(where)
    style = Style(1 if columns == "1" else 2, dark)
    document = written(results, plans, not_drawn, where, style, tuple(dict.fromkeys(formats)))
    print_figures(document, as_json=as_json)


def refuse_without(*packages: str) -> None:
    """Say what to install where what draws is missing."""
    from importlib.util import find_spec

    missing = [NEEDED[package] for package in packages if find_spec(package) is None]
    if missing:
        raise click.ClickException(MISSING.format(" and ".join(missing)))


def refuse_nothing_to_draw(folder: Path, plans: "Sequence[PlannedFigure]", why: "Sequence[str]") -> None:
    """Refuse results that no figure would show."""
    from dealsim.scenario import Problem, ScenarioError

    if not plans:
        found = f"nothing to draw ({'; '.join(why)})" if why else "nothing to draw"
        raise ScenarioError([Problem(str(folder), None, "", found, "`dealsim table`, which shows every number")])


def make_folder(folder: Path) -> None:
    """Make the folder for the files; refuse a file of that name."""
    from dealsim.scenario import Problem, ScenarioError

    if folder.exists() and not folder.is_dir():
        raise ScenarioError([Problem(f"--out {folder}", None, "", "a file", "a folder, which need not exist")])
    folder.mkdir(parents=True, exist_ok=True)


def written(
    results: "StudyResults",
    plans: "Sequence[PlannedFigure]",
    not_drawn: "Sequence[str]",
    where: Path,
    style: "Style",
    formats: "Sequence[str]",
) -> "FiguresDocument":
    """Draw, write all files, and return what was written."""
    from dealsim import __version__
    from dealsim.results.atomic_files import write_whole
    from dealsim.results.documents.experiments import FigureEntry, FiguresDocument

    entries, drawn = [], []
    for plan in plans:
        figure = plan.draw(style)
        files = [write_figure(figure, where, form, dark=style.dark) for form in formats]
        entries.append(FigureEntry(kind=figure.kind, files=files, caption=str(figure.caption)))
        drawn.append((figure, files))
    title = results.study.experiment.title
    write_whole(where / CAPTIONS, captions_page(title, drawn).encode())
    return FiguresDocument(
        title=title,
        folder=where.as_posix(),
        points=results.points["error"].null_count,
        points_in_all=len(results.study.points),
        figures=entries,
        not_drawn=list(not_drawn),
        version=__version__,
    )


def write_figure(drawn: "Drawn", folder: Path, form: str, *, dark: bool) -> str:
    """Write a figure in one format and return the name of its file."""
    from dealsim.figures.sheet import as_bytes
    from dealsim.results.atomic_files import write_whole

    name = f"{drawn.name}{'-dark' if dark else ''}.{form}"
    write_whole(folder / name, as_bytes(drawn, form))
    return name


def captions_page(title: str, drawn: "Sequence[tuple[Drawn, Sequence[str]]]") -> str:
    """Return the page of captions."""
    parts = [f"# {title}: captions\n"]
    for figure, files in drawn:
        names = ", ".join(f"`{name}`" for name in files)
        parts.append(f"## {figure.name}\n\n**{figure.caption.title}.** {figure.caption.body}\n\n{names}\n")
    return "\n".join(parts)


def print_figures(document: "FiguresDocument", *, as_json: bool) -> None:
    """Print the document, or a page for people."""
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from rich.text import Text

    from dealsim.cli.printing import make_console, print_page

    played, every = document.points, document.points_in_all
    progress = f"{every:,} points" if played == every else f"{played:,} of {every:,} points"
    kinds = max(len(each.kind) for each in document.figures)
    rows = [Text.assemble((f"{each.kind:{kinds}}  ", "dim"), ", ".join(each.files)) for each in document.figures]
    print_page(
        make_console(prose=True),
        Text.assemble((document.title, "bold"), f"  {progress}"),
        Text(f"written to {document.folder}:"),
        *rows,
        Text(f"{'':{kinds}}  {CAPTIONS}"),
        *(Text(f"not drawn: {why}", style="dim") for why in document.not_drawn),
    )
