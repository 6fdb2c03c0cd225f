"""An experiment's figures, tables, page and archive."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim import __version__
from dealsim.api.asked import one_of
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.experiment.point_table import Listing
    from dealsim.experiment.results import StudyResults
    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style
    from dealsim.report.pictures import PlannedFigure
    from dealsim.results.documents.experiments import BundleDocument, FiguresDocument, ReportDocument

FORMATS = ("svg", "pdf", "png")
USUAL = ("svg", "pdf")
CAPTIONS = "captions.md"
NO_FONT = "boxes stand in figures for letters that no installed font has (install one, such as Noto Sans CJK)"


def figures(
    folder: str | Path,
    outcomes: Sequence[str] = (),
    *,
    out: str | Path | None = None,
    formats: Sequence[str] = USUAL,
    columns: int = 1,
    dark: bool = False,
) -> "FiguresDocument":
    """Draw what the results of an experiment show, as `dealsim figures` does.

    Parameters
    ----------
    folder
        Of the results, finished or not.
    outcomes
        What to show; by default the usual ones.
    out
        Where to write; by default `figures` in the folder.
    formats
        `svg`, `pdf`, `png`.
    columns
        Of a journal, 1 or 2: 89 or 183 mm.
    dark
        For a dark screen.

    Returns
    -------
    FiguresDocument
        The files and their captions, and what could not be drawn.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the folder or an outcome.

    Examples
    --------
    With the results of the example of `dealsim.sweep`:

    >>> from dealsim import api
    >>> drawn = api.figures("control", ["takeover"], formats=["svg"])
    >>> [figure.files for figure in drawn.figures]
    [['takeover-by-control.svg'], ['survival-of-peace.svg']]
    """
    kinds = tuple(dict.fromkeys(one_of("formats", form, FORMATS) for form in formats))
    from dealsim.experiment.results import open_study
    from dealsim.figures.style import Style
    from dealsim.report.pictures import pictures
    from dealsim.results.folder import refuse_a_file

    results = open_study(Path(folder))
    plans, not_drawn = pictures(results, tuple(outcomes))
    where = Path(folder) / "figures" if out is None else Path(out)
    refuse_nothing_to_draw(Path(folder), plans, not_drawn)
    refuse_a_file(where)
    where.mkdir(parents=True, exist_ok=True)
    return written(results, plans, not_drawn, where, Style(2 if columns == 2 else 1, dark), kinds)


def table(folder: str | Path, outcomes: Sequence[str] = (), *, every: bool = False, whole: bool = False) -> "Listing":
    """Return the numbers of an experiment to the digits that their errors allow, as `dealsim table` writes them.

    Parameters
    ----------
    folder
        Of the results, finished or not.
    outcomes
        What to show; by default the usual ones.
    every
        Every point: more than a page, and of sampled designs as well.
    whole
        Every row of the usual table, not a page of it, as CSV has it.

    Returns
    -------
    Listing
        The table, and how many rows there would be.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the folder or an outcome.

    Examples
    --------
    With the results of the example of `dealsim.sweep`:

    >>> from dealsim import api
    >>> found = api.table("control", ["takeover"])
    >>> [head.name for head in found.table.heads], found.every
    (['control', 'takeover'], 3)
    """
    from dealsim.experiment.point_table import listing
    from dealsim.experiment.results import open_study

    return listing(open_study(Path(folder)), outcomes, every=every, whole=whole)


def report(
    folders: Sequence[str | Path], out: str | Path, *, title: str | None = None, outcomes: Sequence[str] = ()
) -> "ReportDocument":
    """Write a page about the results of one or several experiments, as `dealsim report` does.

    Parameters
    ----------
    folders
        Of the results, finished or not.
    out
        The page, which needs no server and no network.
    title
        Of the page; by default the study's.
    outcomes
        What to show; by default the usual ones.

    Returns
    -------
    ReportDocument
        What was written.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with a folder or an outcome.

    Examples
    --------
    With the results of the example of `dealsim.sweep`; it draws every figure, which takes seconds:

    >>> from dealsim import api
    >>> api.report(["control"], "control.html").studies  # doctest: +SKIP
    ['experiment']
    """
    from dealsim.experiment.results import open_study
    from dealsim.report.page import report as page
    from dealsim.results.atomic_files import write_whole
    from dealsim.results.documents.experiments import ReportDocument

    studies = [open_study(Path(folder)) for folder in folders]
    write_whole(Path(out), page(studies, title, outcomes=tuple(outcomes)).encode())
    return ReportDocument(file=str(out), studies=[each.study.name for each in studies], version=__version__)


def bundle(folder: str | Path, out: str | Path | None = None, *, partial: bool = False) -> "BundleDocument":
    """Pack an experiment for a paper's supplement, as `dealsim bundle` does. The same results give the same bytes.

    Parameters
    ----------
    folder
        Of the results.
    out
        The archive; by default the folder's name with `.zip`.
    partial
        Pack an experiment that is not finished, too.

    Returns
    -------
    BundleDocument
        What is in it.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the folder.
    OSError
        Where the archive cannot be written.

    Examples
    --------
    With the results of the example of `dealsim.sweep`; it draws every figure, which takes seconds:

    >>> from dealsim import api
    >>> api.bundle("control", "control.zip").files[:3]  # doctest: +SKIP
    ['README.txt', 'experiment.yaml', 'scenarios/baseline.yaml']
    """
    from dealsim.experiment.results import open_study
    from dealsim.report.bundle import bundle as pack
    from dealsim.results.documents.experiments import BundleDocument

    results = open_study(Path(folder))
    if not results.complete and not partial:
        there, every = len(results.points), len(results.study.points)
        found = f"{there:,} of {every:,} points"
        wanted = "a finished experiment (run the same `dealsim sweep` again), or --partial"
        raise ScenarioError([Problem(str(folder), None, "", found, wanted)])
    whole = Path(folder).resolve()
    archive = whole.with_name(f"{whole.name}.zip") if out is None else Path(out)  # v1.2 is no name with an ending
    return BundleDocument(file=str(archive), files=pack(results, archive), version=__version__)


def drawing_at_hand() -> None:
    """Raise ImportError, with what to install, where nothing can be drawn."""
    from importlib.util import find_spec

    if find_spec("matplotlib") is None:
        raise ImportError("Matplotlib is not installed: pip install 'dealsim[figures]'")


def refuse_nothing_to_draw(folder: Path, plans: "Sequence[PlannedFigure]", why: "Sequence[str]") -> None:
    """Refuse results that no figure would show."""
    if not plans:
        found = f"nothing to draw ({'; '.join(why)})" if why else "nothing to draw"
        raise ScenarioError([Problem(str(folder), None, "", found, "`dealsim table`, which shows every number")])


def written(
    results: "StudyResults",
    plans: "Sequence[PlannedFigure]",
    not_drawn: "Sequence[str]",
    where: Path,
    style: "Style",
    formats: "Sequence[str]",
) -> "FiguresDocument":
    """Draw, write all files, and return what was written."""
    from dealsim.figures.fonts import use_fonts_that_have
    from dealsim.results.atomic_files import write_whole
    from dealsim.results.documents.experiments import FigureEntry, FiguresDocument

    entries, drawn, lacking = [], [], dict[str, None]()
    for plan in plans:
        figure = plan.draw(style)
        lacking |= dict.fromkeys(use_fonts_that_have(figure.figure))
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
        notes=[f"{NO_FONT}: {''.join(lacking)}"] if lacking else [],
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
    from dealsim.figures.tables import caption_in_markdown, escaped

    parts = [f"# {escaped(title)}: captions\n"]
    for figure, files in drawn:
        names = ", ".join(f"`{name}`" for name in files)
        parts.append(f"## {figure.name}\n\n{caption_in_markdown(figure.caption)}\n\n{names}\n")
    return "\n".join(parts)
