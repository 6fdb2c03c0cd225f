"""Downloads: a scenario that gives the same numbers, a table, and figures for a paper."""

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dealsim.figures.captions import Caption, Exact, Sampled, in_prose
from dealsim.figures.tables import Cell, Head, Number, PrintedTable, Value, comma_separated, number
from dealsim.measure.naming import outcome_name
from dealsim.measure.outcomes import OUTCOMES, REFUSALS
from dealsim.scenario.files.plain_yaml import Reader

from .address import View
from .games import Answer
from .outcome_rows import answer_rows
from .settings import setting_path
from .sides import Side, load
from .windows import LabWindows
from .words import words

FORMS = ("svg", "png")
READING = (
    "A schemer of expected traits, by age. Top: the smallest share for which it would sign and keep (reservation), and "
    "the largest that its lab would give (walk-away). Bottom: what keeping a contract must be worth, and the most that "
    "any promise can make it worth (ceiling). Shaded: a deal exists."
)
WHY_EXACT = "computed for expected traits and capability, without chance"
SHARES = ("share", "share of games")


@dataclass(frozen=True)
class Figure:
    """A figure that can be drawn. file: its name without an ending."""

    file: str
    name: str
    draw: Callable[[str], bytes]


def scenario_yaml(side: Side) -> bytes:
    """Return a side as a scenario file: its changes to a world or, where they cannot be written so, all of it."""
    head = "# Made with the dashboard of dealsim; plays the same games as its page.\n"
    title = {} if side.has("title") else {"title": side.title}
    tree = changes_of(side)
    if tree is None:
        said = {"title": "", **load(side).source.tree}
        return f"{head}{''.join(lines_of({**said, **title}, 0))}".encode()
    return f"{head}extends: {side.world}\n{''.join(lines_of({**title, **tree}, 0))}".encode()


def changes_of(side: Side) -> dict[str, Any] | None:
    """Return what a side sets as a tree; None where it changes a part that it only names."""
    tree: dict[str, Any] = {}
    for setting in side.settings:
        *above, last = setting_path(setting).split(".")
        here = tree
        for key in above:
            here = here.setdefault(key, {})
            if not isinstance(here, dict):
                return None
        here[last] = Reader(setting.partition("=")[2], "a setting").value
    return tree


def lines_of(tree: dict[str, Any], depth: int) -> Iterator[str]:
    """Yield a mapping as lines of YAML."""
    for key, value in tree.items():
        start = f"{'  ' * depth}{key}:"
        if isinstance(value, dict) and value:
            yield f"{start}\n"
            yield from lines_of(value, depth + 1)
        else:
            yield f"{start} {json.dumps(value, ensure_ascii=False)}\n"


def command_of(view: View) -> str:
    """Return the command that plays the same games in a terminal."""
    if view.changed:
        said = ["compare", view.pinned.world, view.now.world]
        options = [
            (option, each) for option, side in (("--a", view.pinned), ("--b", view.now)) for each in side.settings
        ]
    else:
        said = ["run", view.now.world]
        options = [("--set", each) for each in view.now.settings]
    said += [word for option in options for word in option]
    said += ["--games", str(view.games)]
    return shlex.join(["dealsim", *said, *(["--seed", str(view.seed)] if view.seed else [])])


def table_csv(view: View, answer: Answer) -> bytes:
    """Return all outcomes of both sides as CSV."""
    heads = (
        Head("outcome"), Head("group"), Head("unit"), Head("pinned", holds="intervals"), Head("now", holds="intervals"),
        Head("difference", holds="intervals"), Head("games", holds="counts"),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = []
    for row in answer_rows(answer, all_of_them=True):
        outcome, ends = OUTCOMES[row.name], row.difference.ci95 or (None, None)
        sides = [table_number(each.mean, each.se, each.ci95) for each in (row.pinned, row.now)]
        games = row.difference.games
        differs = number(row.difference.difference, row.difference.se, *ends)
        cells.append((row.name, outcome.group, outcome.unit, *sides, differs, Value(str(games), games)))
    return comma_separated(PrintedTable("outcomes", heads, tuple(cells), caption_of(view, answer, "Outcomes"))).encode()


def table_number(mean: float | None, se: float | None, ends: tuple[float, float] | None) -> Number:
    """Return a mean with its interval, as tables have it."""
    low, high = ends or (None, None)
    return number(mean, se, low, high)


def caption_of(view: View, answer: Answer, title: str, reading: str = "", marks: str = "Bars") -> Caption:
    """Return a caption: both sides, games, seed, interval."""
    sides = tuple(dict.fromkeys((view.pinned.title, view.now.title)))
    worlds = answer.now["takeover"].worlds
    kind = "95% intervals; of differences, by games paired with the same luck"
    evidence = Sampled(
        games=(answer.games, answer.games), points=(len(sides), len(sides)), seed=view.seed, interval=kind, marks=marks,
        worlds=(worlds, worlds) if worlds else None,
    )  # fmt: skip
    return Caption(title=title, reading=reading, scenarios=sides, evidence=evidence)


def figures_of(view: View, answer: Answer, window: LabWindows | None, *, dark: bool) -> list[Figure]:
    """Return the figures of a view that there are."""
    made = [] if not view.changed else [Figure("differences", "Differences", drawn(differences, view, answer, dark))]
    if window is not None:
        made.append(Figure("deal-window", "Deal window", drawn(deal_window, view, window, dark)))
    if any((side[f"refused_{each}"].mean or 0.0) > 0.0 for _, side in sides_of(view, answer) for each in REFUSALS):
        made.append(Figure("refusals", "Refusals", drawn(refusals, view, answer, dark)))
    return [*made, Figure("peace", "Survival of peace", drawn(peace, view, answer, dark))]


def drawn(make: Callable[..., Any], view: View, what: object, dark: bool) -> Callable[[str], bytes]:
    """Return what draws a figure in a format, when it is asked for."""

    def draw(form: str) -> bytes:
        from dealsim.figures.sheet import as_bytes
        from dealsim.figures.style import Style

        return as_bytes(make(view, what, Style(columns=2, dark=dark)), form)

    return draw


def differences(view: View, answer: Answer, style: Any) -> Any:
    """Draw the differences of outcomes that are shares."""
    import pandas as pd

    from dealsim.figures.effects import draw_effects

    rows = [
        {"group": outcome_name(row.name), "level": "", "series": view.now.title, "value": row.difference.difference,
         "low": row.difference.ci95[0], "high": row.difference.ci95[1]}
        for row in answer_rows(answer, all_of_them=False)
        if OUTCOMES[row.name].unit in SHARES and row.difference.ci95 is not None
    ]  # fmt: skip
    said = caption_of(view, answer, f"{view.now.title} against {view.pinned.title}", "Differences of outcomes.")
    return draw_effects(pd.DataFrame(rows), "difference [share]", "differences", said, style, differences=True)


def deal_window(view: View, window: LabWindows, style: Any) -> Any:
    """Draw the deal window of some labs."""
    import pandas as pd

    from dealsim.figures.deal_window import draw_deal_window

    kept = [each for generation in list(window.generations)[:4] for each in window.generations[generation]]
    why = WHY_EXACT + (", uncertain numbers at their medians" if load(view.now).uncertain else "")
    said = Caption(
        title=f"Deal window of {in_prose(window.labs)}", reading=READING, scenarios=(view.now.title,),
        evidence=Exact(why=why),
    )  # fmt: skip
    return draw_deal_window(pd.DataFrame([asdict(each) for each in kept]), "deal-window", said, style)


def refusals(view: View, answer: Answer, style: Any) -> Any:
    """Draw refusals by reason."""
    import pandas as pd

    from dealsim.figures.refusals import draw_refusals

    rows = []
    for side, estimates in sides_of(view, answer):
        for reason in REFUSALS:
            each = estimates[f"refused_{reason}"]
            if each.mean is not None and each.ci95 is not None and each.mean > 0.0:
                row = {"reason": reason.replace("_", " "), "series": side, "value": each.mean}
                rows.append({**row, "low": each.ci95[0], "high": each.ci95[1]})
    said = caption_of(view, answer, words("explore.refusals"), words("explore.refusals_about"))
    return draw_refusals(pd.DataFrame(rows), "refusals", said, style)


def peace(view: View, answer: Answer, style: Any) -> Any:
    """Draw the survival of peace."""
    import pandas as pd

    from dealsim.figures.survival import draw_survival

    named = zip([name for name, _ in sides_of(view, answer)], answer.peace, strict=False)
    rows = [{**asdict(each), "panel": "", "series": name} for name, side in named for each in side]
    said = caption_of(view, answer, words("explore.peace"), words("explore.peace_about"), "Bands")
    return draw_survival(pd.DataFrame(rows), "peace", said, style)


def sides_of(view: View, answer: Answer) -> list[tuple[str, Any]]:
    """Return the sides that differ, each with its estimates."""
    sides = [(view.now.title, answer.now)]
    if not view.changed:
        return sides
    pinned = view.pinned.title if view.pinned.title != view.now.title else f"{view.pinned.title} (pinned)"
    return [*sides, (pinned, answer.pinned)]
