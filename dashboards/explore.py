"""Explore: drag a trait, watch the future shift."""

from typing import Any

import solara
import solara.lab

from dealsim.measure.outcomes import OUTCOMES

from . import charts, downloads, guess, outcome_rows
from .address import GAMES, View, unknown
from .dial_panel import DialPanel
from .dials import declared
from .games import Answer
from .markup import box, escape, html, paragraph, tag
from .panels import Download, Picture, Problem, Progress, Select
from .sides import Side
from .state import Change, Found, use_answers, use_view
from .windows import LabWindows, schemers_windows, windows_in_words
from .words import words

KNOWN = ("labs", "generation", "outcomes", guess.KEY)
EVERY = "all"


@solara.component
def Explore() -> Any:
    """The page."""
    view, wrong, change = use_view(KNOWN)
    misfit = unknown(view.say(open=view.open), {"open": declared(), "outcomes": (EVERY,), guess.KEY: guess.KNOWN})
    dark = bool(solara.lab.use_dark_effective())
    answer, windows = use_answers(view, lambda: schemers_windows(view.now))
    window = chosen_window(view, windows.value or ())
    later = [Refusals(view, answer.value, dark), PeacePanel(view, answer.value, dark), TakeAway(view, answer, window)]
    return box(
        "div",
        [
            Problem([*wrong, *misfit], words("wrong_link")),
            Head(view, answer, change),
            box(
                "aside",
                [html("h2", escape(words("explore.dials"))), DialPanel(view, guess.asked_anew(view, change))],
                "ds-side",
                aria_label=words("explore.dials"),
            ),
            box(
                "div",
                [WindowPanel(view, windows, window, change, dark), *([] if guess.hidden(view) else later)],
                "ds-rest",
            ),
        ],
        "ds-explore",
    )


@solara.component
def Head(view: View, found: Found[Answer], change: Change) -> Any:
    """The results: what changed most in a sentence, and the outcomes of both sides."""
    every = view.said("outcomes") == EVERY
    inner: list[Any] = [html("h1", escape(words("explore.title"))), paragraph(words("explore.about"), "ds-lead")]
    answer = found.value
    if guess.hidden(view):
        inner.append(guess.Ask(view, change))
    elif found.problem:
        inner.append(Problem([found.problem], words("explore.failed")))
    elif answer is None:
        inner.append(Progress(words("explore.waiting"), None))
    else:
        said = outcome_rows.headline(answer, view.now.title, changed=view.changed)
        guessed = guess.reply(answer, view.said(guess.KEY)) if view.changed and not found.old else ""
        inner += [
            html("p", escape(guessed), "ds-guessed" if guessed else "ds-none", role="status"),
            html("p", escape(said), "ds-headline", role="status", aria_live="polite"),
            Played(view, answer, found.old),
            box(
                "div",
                [html("table", outcome_rows.table_of(answer, all_of_them=every, changed=view.changed), "ds-outcomes")],
                "ds-scroll",
            ),
            Controls(view, every, change),
        ]
    return box("section", inner, "ds-answer" + (" ds-old" if found.old else ""), aria_label=words("explore.answer"))


@solara.component
def Played(view: View, answer: Answer, old: bool) -> Any:
    """How many games the results rest on, and how far they are."""
    if old or not answer.finished:
        done = 0.0 if old else 100.0 * answer.games / answer.wanted
        count = "0" if old else f"{answer.games:,}"
        return Progress(words("explore.playing", games=count, wanted=f"{view.games:,}"), done)
    played = "explore.played" if view.changed else "explore.played_alone"
    said = words(played, games=f"{answer.games:,}", seed=view.seed)
    worlds = answer.now["takeover"].worlds or answer.pinned["takeover"].worlds
    return paragraph(f"{said} {words('explore.worlds', worlds=f'{worlds:,}')}" if worlds else said, "ds-played")


@solara.component
def Controls(view: View, every: bool, change: Change) -> Any:
    """Actions on the results: show more, pin, go back."""
    count, guesses = len(OUTCOMES), bool(view.said(guess.KEY))
    more = words("explore.few") if every else words("explore.all", count=count)
    buttons = [
        solara.Button(more, on_click=lambda: change(view.say(outcomes=None if every else EVERY)), outlined=True),
        solara.Button(
            words("explore.pin"), on_click=lambda: change(view.change(pinned=view.now)), outlined=True,
            disabled=not view.changed, attributes={"title": words("explore.pin_help")},
        ),
        solara.Button(
            words("explore.reset"), on_click=lambda: change(view.change(now=view.pinned)), outlined=True,
            disabled=not view.changed,
        ),
        solara.Button(
            words("explore.home"), on_click=lambda: change(view.change(now=Side(), pinned=Side())), outlined=True,
            disabled=view.now == view.pinned == Side(),
        ),
        solara.Button(
            words("guess.off" if guesses else "guess.start"),
            on_click=lambda: change(view.say(guess=None if guesses else guess.ASKED)), outlined=True,
            attributes={"title": words("guess.waits")},
        ),
        Select(
            words("explore.games"), str(view.games), [(str(each), f"{each:,}") for each in GAMES],
            lambda value: change(view.change(games=int(value))),
        ),
    ]  # fmt: skip
    return box("div", buttons, "ds-controls")


def chosen_window(view: View, windows: tuple[LabWindows, ...]) -> LabWindows | None:
    """Return the windows that the address asks for, or else the first."""
    asked = [each for each in windows if view.said("labs") in each.labs]
    return next(iter([*asked, *windows]), None)


@solara.component
def WindowPanel(
    view: View, windows: Found[tuple[LabWindows, ...]], window: LabWindows | None, change: Change, dark: bool
) -> Any:
    """The deal window as a picture, and in words where a deal exists and why not elsewhere."""
    inner: list[Any] = [
        html("h2", escape(words("explore.window"))),
        paragraph(words("explore.window_about"), "ds-help"),
    ]
    if windows.problem:
        inner.append(Problem([windows.problem], words("explore.failed")))
    elif windows.value is None:
        inner.append(Progress(words("explore.looking"), None))
    elif window is None:
        inner.append(paragraph(words("explore.no_schemer"), "ds-told"))
    else:
        generation = generation_of(view, window)
        shown = window.generations[generation]
        said = windows_in_words(shown)
        labs = [(each.labs[0], ", ".join(each.labs)) for each in windows.value]
        generations = [(str(each), str(each)) for each in window.generations]
        inner += [
            box(
                "div",
                [
                    Select(words("explore.window_of"), window.labs[0], labs, lambda lab: change(view.say(labs=lab))),
                    Select(
                        words("explore.generation"), str(generation), generations,
                        lambda value: change(view.say(generation=value)),
                    ),
                ],
                "ds-controls",
            ),
            Picture(charts.window_option(shown, dark=dark), words("explore.window"), " ".join(said), 440),
            html("ul", "".join(tag("li", escape(line)) for line in said), "ds-told"),
        ]  # fmt: skip
    return box("section", inner, "ds-card" + (" ds-old" if windows.old else ""), aria_label=words("explore.window"))


def generation_of(view: View, window: LabWindows) -> int:
    """Return the generation that the address asks for, or else the first."""
    asked = [each for each in window.generations if str(each) == view.said("generation")]
    return next(iter([*asked, *window.generations]))


@solara.component
def Refusals(view: View, answer: Answer | None, dark: bool) -> Any:
    """Why negotiations end without a deal."""
    option = None if answer is None else charts.refusals_option(answer, dark=dark, changed=view.changed)
    about = paragraph(words("explore.refusals_about"), "ds-help")
    inner: list[Any] = [html("h2", escape(words("explore.refusals"))), about]
    if option is not None:
        count = len(option["yAxis"]["data"])
        inner.append(Picture(option, words("explore.refusals"), words("explore.refusals_about"), 110 + 38 * count))
    elif answer is not None:
        inner.append(paragraph(words("explore.no_refusals")))
    return box("section", inner, "ds-card", aria_label=words("explore.refusals"))


@solara.component
def PeacePanel(view: View, answer: Answer | None, dark: bool) -> Any:
    """The time to takeover, as the share of games that are still in peace."""
    about = paragraph(words("explore.peace_about"), "ds-help")
    inner: list[Any] = [html("h2", escape(words("explore.peace"))), about]
    if answer is not None:
        titles = words("explore.now_side"), words("explore.pinned_side")
        option = charts.peace_option(answer, titles, dark=dark, changed=view.changed)
        inner.append(Picture(option, words("explore.peace"), words("explore.peace_about"), 320))
    return box("section", inner, "ds-card", aria_label=words("explore.peace"))


@solara.component
def TakeAway(view: View, found: Found[Answer], window: LabWindows | None) -> Any:
    """Files that give the same numbers again, and the command for a terminal."""
    files: list[Any] = [
        Download(words("explore.scenario_file"), "scenario.yaml", lambda: downloads.scenario_yaml(view.now))
    ]
    if view.changed:
        files.append(
            Download(words("explore.pinned_file"), "pinned.yaml", lambda: downloads.scenario_yaml(view.pinned))
        )
    answer = found.value
    if answer is not None and answer.finished and not found.old:
        files.append(Download(words("explore.table_file"), "outcomes.csv", lambda: downloads.table_csv(view, answer)))
        for figure in downloads.figures_of(view, answer, window, dark=False):
            forms = [
                Download(form.upper(), f"{figure.file}.{form}", lambda figure=figure, form=form: figure.draw(form))
                for form in downloads.FORMS
            ]
            name = html("span", escape(words("explore.figure_file", name=figure.name)))
            files.append(box("span", [name, *forms], "ds-forms"))
    inner = [
        html("h2", escape(words("explore.take_away"))),
        paragraph(words("explore.take_about"), "ds-help"),
        html("pre", tag("code", unbroken(downloads.command_of(view))), "ds-command", tabindex="0"),
        box("div", files, "ds-files"),
        paragraph(words("explore.copy_link"), "ds-help"),
    ]
    return box("section", inner, "ds-card", aria_label=words("explore.take_away"))


def unbroken(command: str) -> str:
    """Return a command as HTML, no word of which is broken at the end of a line."""
    return " ".join(tag("span", escape(word)) for word in command.split(" "))
