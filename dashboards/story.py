"""Story: what happens in one game, and why?"""

from typing import Any

import solara

from .address import View
from .games import Tallies, tallies_of
from .markup import box, escape, html, paragraph
from .panels import Number, Problem, Progress
from .sides import load
from .state import Change, use_found, use_view
from .stories import LAST, PARTED, SEARCHED, SORTS, GameStory, next_game, tell
from .story_rows import legend, text_of, time_line
from .words import words

KNOWN = ("game",)
FIRST = 3  # the game that is shown where the address names none


@solara.component
def Story() -> Any:
    """The page."""
    view, wrong, change = use_view(KNOWN)
    game, misfit = game_of(view)
    told, problem = use_found(
        lambda _: tell(view.now, view.pinned, view.seed, game), view.now, view.pinned, view.seed, game
    )
    inner: list[Any] = [
        Problem([*wrong, *misfit], words("wrong_link")),
        html("h1", escape(words("story.title"))),
        paragraph(words("story.lead"), "ds-lead"),
        Choose(view, game, change),
    ]
    if problem:
        inner.append(Problem([problem], words("story.failed")))
    elif told is None:
        inner.append(Progress(words("story.telling"), None))
    else:
        now, pinned = told
        inner.append(html("div", legend(), "ds-legend-box"))
        sides = [Game(now, view.now.title, words("explore.now_side") if pinned else "")]
        sides += [Game(pinned, view.pinned.title, words("explore.pinned_side"))] if pinned else []
        inner.append(box("div", sides, "ds-two" if pinned else "ds-one"))
    return box("section", inner, "ds-answer")


def game_of(view: View) -> tuple[int, tuple[str, ...]]:
    """Return the game that the address names, and what is wrong with what it says."""
    said = view.said("game", str(FIRST))
    if said.isascii() and said.isdigit() and len(said) < 20 and int(said) <= LAST:
        return int(said), ()
    return FIRST, (f"the address: game: found {said[:40]!r}; game {FIRST} is shown",)


@solara.component
def Choose(view: View, game: int, change: Change) -> Any:
    """Which game is shown: by its number, or the next of some sort."""
    missing, set_missing = solara.use_state("")

    def play(wanted: Any) -> tuple[Tallies, Tallies]:
        sides = (view.now, view.pinned)
        now, pinned = (tallies_of(load(each), SEARCHED, view.seed, wanted) for each in sides)
        return now, pinned

    tallies, problem = use_found(play, view.now, view.pinned, view.seed)

    def go(to: int) -> None:
        set_missing("")
        change(view.say(game=None if to == FIRST else str(to)))

    def find(sort: str) -> None:
        assert tallies is not None
        found = next_game(sort, game, *tallies)
        if found is None:
            set_missing(words("story.no_such", sort=words(f"story.sorts.{sort}"), games=f"{SEARCHED:,}"))
        else:
            go(found)

    sorts = [*SORTS, *([PARTED] if view.changed else [])]
    buttons = [
        solara.Button(
            words(f"story.sorts.{sort}"), on_click=lambda sort=sort: find(sort), outlined=True, disabled=tallies is None
        )
        for sort in sorts
    ]
    controls = [
        Number(words("story.game"), game, LAST, go),
        html("span", escape(words("story.next")), "ds-help"),
        *buttons,
    ]
    said = missing or problem
    return box("div", [box("div", controls, "ds-controls"), Problem([said] if said else [], words("story.none"))])


@solara.component
def Game(told: GameStory, title: str, side: str) -> Any:
    """A game of one side: how it ends, its time line, and all that happens."""
    name = f"{side}: {title}" if side else title
    return box(
        "section",
        [
            html("h2", escape(name)),
            html("p", escape(told.story.ending), "ds-headline"),
            html("div", time_line(told), "ds-lanes"),
            html("div", text_of(told), "ds-text"),
        ],
        "ds-game",
        aria_label=name,
    )
