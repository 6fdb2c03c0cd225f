"""Compare specs: which spec, in the same world and with the same luck, leads where?"""

from typing import Any

import solara
import solara.lab

from dealsim.scenario.files.shipped import shipped_specs

from .address import View
from .choices import spec_of
from .downloads import FORMS
from .games import Wanted
from .markup import box, escape, html, paragraph, tag
from .panels import Download, Linked, Picture, Problem, Progress, Ticks
from .spec_rows import (
    MINDS,
    SPEC,
    SpecResult,
    arms_of,
    frontier_figure,
    frontier_option,
    main_outcomes,
    outcomes_table,
    qualities_table,
    specs_csv,
)
from .state import Change, address_of, error_in_words, use_view
from .visitors import use_work
from .words import words

KNOWN = ("specs",)
FIRST = ("helpful-honest-harmless", "humble", "ambitious")
FEWEST = 2


@solara.component
def Compare() -> Any:
    """The page."""
    view, wrong, change = use_view(KNOWN)
    names, misfit = specs_of(view)
    inner: list[Any] = [
        Problem([*wrong, *misfit], words("wrong_link")),
        html("h1", escape(words("compare.title"))),
        paragraph(words("compare.lead", world=view.now.taken_back(SPEC).title), "ds-lead"),
        Choose(view, names, change),
    ]
    if len(names) < FEWEST:
        inner.append(paragraph(words("compare.few")))
    else:
        inner.append(Arms(view, names))
    return box("section", inner, "ds-answer")


def specs_of(view: View) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the specs that the address names, and what is wrong with what it says."""
    said = view.said("specs")
    if not said:
        return FIRST, ()
    asked = tuple(dict.fromkeys(said.split(",")))
    wrong = tuple(f"the address: specs: no spec {each[:40]!r}" for each in asked if each not in shipped_specs())
    return tuple(each for each in asked if each in shipped_specs()), wrong


@solara.component
def Choose(view: View, names: tuple[str, ...], change: Change) -> Any:
    """Which specs are compared; the others are compared with the one ticked first."""

    def turn(ticked: dict[str, Any]) -> None:
        others = tuple(each for each in names if each != ticked["value"])
        chosen = (*others, ticked["value"]) if ticked["on"] else others
        change(view.say(specs=",".join(chosen) if chosen != FIRST else None))

    specs = [(name, spec_of(name)) for name in shipped_specs()]
    options = [(name, spec.title, spec.about) for name, spec in specs]
    return Ticks(words("compare.specs"), options, names, turn)


@solara.component
def Arms(view: View, names: tuple[str, ...]) -> Any:
    """The results of each spec."""
    dark = bool(solara.lab.use_dark_effective())
    held: Any = solara.use_reactive(None)
    asked = (view.now, names, view.games, view.seed)

    def work(wanted: Wanted) -> None:
        for arms in arms_of(view.now, names, view.games, view.seed, wanted):
            if wanted():
                held.set((asked, arms))

    task = use_work(work, [*asked])
    problem = error_in_words(task.exception) if task.error else ""
    old = held.value is not None and held.value[0] != asked
    arms: tuple[SpecResult, ...] = () if held.value is None else held.value[1]
    # Each part keeps its place, or a picture would be removed and remade while it is being drawn.
    done = 0 if old else len(arms)
    said = words("compare.playing", done=done, specs=len(names))
    running = Progress(said, 100.0 * done / len(names)) if task.pending else paragraph("", "ds-none")
    inner = [Problem([problem] if problem else [], words("compare.failed")), running]
    if arms:
        inner.append(box("div", [Columns(view, arms, dark)], "ds-old" if old else ""))
    return box("div", inner)


@solara.component
def Columns(view: View, arms: tuple[SpecResult, ...], dark: bool) -> Any:
    """What each spec teaches, the resulting minds, the outcomes, and the frontier."""
    seed = view.seed
    forms = [
        Download(form.upper(), f"frontier.{form}", lambda form=form: frontier_figure(arms, seed, form))
        for form in FORMS
    ]
    ways = [
        tag("a", escape(arm.spec.title), href=address_of("/", explored(view, arms[0], arm)), data_go="")
        for arm in arms[1:]
    ]
    parts = [
        html("p", escape(words("compare.played", games=f"{arms[0].answer.games:,}", seed=seed)), "ds-played"),
        html("h2", escape(words("compare.outcomes", first=arms[0].spec.title))),
        table(outcomes_table(arms, main_outcomes())),
        html("h2", escape(words("compare.frontier"))),
        paragraph(words("compare.frontier_about"), "ds-help"),
        Picture(frontier_option(arms, dark=dark), words("compare.frontier"), words("compare.frontier_about"), 400),
        html("h2", escape(words("compare.minds"))),
        table(outcomes_table(arms, MINDS, words("compare.mind"))),
        html("h2", escape(words("compare.qualities"))),
        table(qualities_table(arms)),
        Linked(
            f"{escape(words('compare.explore', first=arms[0].spec.title))} {', '.join(ways)}" if ways else "",
            "ds-played",
        ),
        box(
            "div",
            [
                Download(words("explore.table_file"), "specs.csv", lambda: specs_csv(arms, seed)),
                box("span", [html("span", escape(words("compare.figure_file"))), *forms], "ds-forms"),
            ],
            "ds-files",
        ),
    ]
    return box("div", parts)


def table(inner: str) -> Any:
    """Return a table that scrolls sideways where it is wide."""
    return box("div", [html("table", inner, "ds-tried ds-specs")], "ds-scroll", tabindex="0")


def explored(view: View, first: SpecResult, arm: SpecResult) -> View:
    """Return the view that shows a spec against the first one on Explore."""
    sides = [view.now.put(SPEC, each.name) for each in (arm, first)]
    return View(now=sides[0], pinned=sides[1], games=view.games, seed=view.seed)
