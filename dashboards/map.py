"""Map: how does an outcome vary over two dials?"""

from typing import Any

import solara
import solara.lab

from dealsim.measure.naming import outcome_name
from dealsim.measure.outcomes import OUTCOMES

from .address import View, unknown
from .downloads import FORMS
from .games import Wanted
from .map_chart import figure_of_map, map_csv, map_option, table_of_map
from .maps import GAMES, LEVELS, Chart, Question, charts_of, chosen, dials_of
from .markup import box, escape, html, paragraph, tag
from .panels import Download, Linked, Picture, Problem, Progress, Select
from .sides import number_at
from .state import Change, address_of, error_in_words, use_view
from .visitors import use_work
from .words import words

KNOWN = ("x", "y", "of")


@solara.component
def Map() -> Any:
    """The page."""
    view, wrong, change = use_view(KNOWN)
    question = question_of(view)
    outcome = view.said("of") if view.said("of") in OUTCOMES else "takeover"
    dials = [dial.path for _, dial in dials_of(view.now)]
    misfit = unknown(view, {"x": dials, "y": dials, "of": OUTCOMES})
    inner = [
        Problem([*wrong, *misfit], words("wrong_link")),
        html("h1", escape(words("map.title"))),
        paragraph(words("map.lead", games=GAMES, world=question.base.title), "ds-lead"),
        Axes(view, question, outcome, change),
        Drawing(view, question, outcome, change),
    ]
    return box("section", inner, "ds-answer")


def question_of(view: View) -> Question:
    """Return what the address asks for."""
    x = chosen(view.now, view.said("x"), 0)
    y = chosen(view.now, view.said("y"), 1, other=x.path)
    return Question(view.now.taken_back(x.path).taken_back(y.path), x, y, view.seed)


@solara.component
def Axes(view: View, question: Question, outcome: str, change: Change) -> Any:
    """Which dials, and which outcome."""
    dials: dict[str, list[tuple[str, str]]] = {}
    for group, dial in dials_of(view.now):
        dials.setdefault(group.question, []).append((dial.path, dial.name))
    return box(
        "div",
        [
            Select(words("map.across"), question.x.path, dials, lambda path: change(view.say(x=path))),
            Select(words("map.up"), question.y.path, dials, lambda path: change(view.say(y=path))),
            Select(words("map.outcome"), outcome, outcomes_by_group(), lambda name: change(view.say(of=name))),
        ],
        "ds-controls",
    )


def outcomes_by_group() -> dict[str, list[tuple[str, str]]]:
    """Return all outcomes by what they are about."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, outcome in OUTCOMES.items():
        groups.setdefault(outcome.group, []).append((name, outcome_name(name)))
    return groups


@solara.component
def Drawing(view: View, question: Question, outcome: str, change: Change) -> Any:
    """The picture, how far it is, and what can be done with it."""
    dark = bool(solara.lab.use_dark_effective())
    held: Any = solara.use_reactive(None)
    done: Any = solara.use_reactive((0, 1))  # points, of how many
    asked = (question.base, question.x.path, question.y.path, question.seed)

    def work(wanted: Wanted) -> None:
        for chart in charts_of(question, wanted, lambda points, total: done.set((points, total))):
            if wanted():
                held.set((asked, question, chart))

    task = use_work(work, [*asked])
    problem = error_in_words(task.exception) if task.error else ""
    old = held.value is not None and held.value[0] != asked
    # Each part keeps its place, or a picture would be removed and remade while it is being drawn.
    inner = [Problem([problem] if problem else [], words("map.failed")), Running(task, done.value)]
    if held.value is not None:
        _, mapped, chart = held.value
        inner.append(box("div", [Drawn(view, mapped, chart, outcome, change, dark)], "ds-old" if old else ""))
    return box("div", inner)


@solara.component
def Running(task: Any, done: tuple[int, int]) -> Any:
    """The progress of the map, and a button to stop it."""
    if task.pending:
        said = words("map.drawing", points=done[0], total=done[1])
        stop = solara.Button(words("map.stop"), on_click=task.cancel, outlined=True)
        return box("div", [Progress(said, 100.0 * done[0] / done[1]), stop], "ds-running")
    return box("div", [paragraph(words("map.stopped"), "ds-played")] if task.cancelled else [])


@solara.component
def Drawn(view: View, question: Question, chart: Chart, outcome: str, change: Change, dark: bool) -> Any:
    """A map that there is: its picture, where one is in it, and the same as a table."""

    def go(clicked: dict[str, Any]) -> None:
        if clicked.get("seriesType") == "heatmap":
            column, row, _ = clicked["value"]
            side = question.side_at(chart.xs[column], chart.ys[row])
            change(view.change(now=side))

    here = [number_at(view.now, dial.keys)[0] for dial in (question.x, question.y)]
    point = None if None in here else (here[0], here[1])
    option = map_option(chart, question, outcome, point, dark=dark)  # type: ignore[arg-type]  # neither is None
    said = words("map.said", outcome=outcome_name(outcome), x=question.x.name, y=question.y.name)
    wrong = sorted({each.problem for each in chart.points.values() if each.problem})
    to = address_of("/", view.say(x=None, y=None, of=None))
    explore = tag("a", escape(words("map.explore")), href=to, data_go="")
    place = ", ".join(
        f"{dial.name} {value:.3g}"
        for dial, value in zip((question.x, question.y), here, strict=True)
        if value is not None
    )
    forms = [
        Download(form.upper(), f"map.{form}", lambda form=form: figure_of_map(chart, question, outcome, form))
        for form in FORMS
    ]
    count = words("map.finest" if len(chart.xs) == LEVELS[-1] else "map.coarse", count=len(chart.points))
    table = tag("table", table_of_map(chart, question, outcome), class_="ds-tried")
    scrolled = tag("div", table, class_="ds-scroll", tabindex="0")
    csv = Download(words("map.table_file"), "map.csv", lambda: map_csv(chart, question))
    figure = box("span", [html("span", escape(words("map.figure_file"))), *forms], "ds-forms")
    return box(
        "div",
        [
            Picture(option, words("map.title"), said, 560, go),
            Linked(escape(words("map.here", place=place)) + " " + explore, "ds-played"),
            paragraph(count, "ds-played"),
            Problem(wrong[:3], words("map.gaps")),
            box("div", [csv, figure], "ds-files"),
            html("details", tag("summary", escape(words("map.as_table"))) + scrolled, "ds-as-table"),
        ],
    )
