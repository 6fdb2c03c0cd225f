"""The panel of dials: named choices at the top, then dials by question; every change goes into the address."""

from collections.abc import Callable, Iterator
from typing import Any, cast

import solara

from dealsim.scenario import ScenarioError

from .address import View
from .choices import Selection, choices_of
from .dials import Dial, Group, groups_of
from .sides import Side, error_lines, exceptions_to, load, number_at, tree_of
from .state import Change
from .uploads import MOST_BYTES, side_of_file
from .words import words

MOST_TOLD = 8  # problems of a file


@solara.component_vue("dial_panel.vue")
def _Dials(
    choices: list[dict[str, Any]],
    groups: list[dict[str, Any]],
    file: dict[str, Any],
    words: dict[str, str],
    event_put: Callable[[dict[str, str]], None],
    event_take: Callable[[str], None],
    event_show: Callable[[str], None],
    event_choose: Callable[[dict[str, str]], None],
    event_open: Callable[[dict[str, Any]], None],
) -> None:
    pass


@solara.component
def DialPanel(view: View, change: Change) -> Any:
    """The dials of the side that is not pinned."""
    wrong, set_wrong = solara.use_state(("", ""))
    misfits, set_misfits = solara.use_state(cast("tuple[str, ...]", ()))

    def go(view: View) -> None:
        set_wrong(("", ""))
        set_misfits(())
        change(view)

    def put(moved: dict[str, str]) -> None:
        path, value = moved["path"], moved["value"].strip().replace(",", ".")
        side = settled(view, path, value)
        try:
            load(side)
        except ScenarioError as error:
            set_wrong((path, " ".join(error_lines(error))))
            return
        go(view.change(now=side))

    def take(path: str) -> None:
        go(view.change(now=view.now.taken_back(path)))

    def choose(chosen: dict[str, str]) -> None:
        path, value = chosen["path"], chosen["value"]
        go(view.change(now=Side(value) if path == "world" else settled(view, path, value)))

    def open_file(sent: dict[str, Any]) -> None:
        try:
            side = side_of_file(str(sent["name"]), str(sent["text"]), int(sent["size"]))
        except ScenarioError as error:
            set_misfits(tuple(error_lines(error)[:MOST_TOLD]))
            return
        go(view.change(now=side))

    return _Dials(
        choices=[choice_as_data(each) for each in choices_of(view.now)],
        groups=[group_as_data(each, view, wrong) for each in groups_of(tree_of(view.now))],
        file={"wrong": misfits, "most": MOST_BYTES},
        words={"pinned": words("pinned"), **{key: words(f"explore.file.{key}") for key in ("open", "help", "failed")}},
        event_put=put,
        event_take=take,
        event_show=lambda key: change(view.change(open=key)),
        event_choose=choose,
        event_open=open_file,
    )


def settled(view: View, path: str, value: str) -> Side:
    """Return the side with a value; nothing is set where its world already has that value."""
    bare = view.now.taken_back(path)
    side = bare.put(path, value)
    try:
        return bare if load(bare).digest == load(side).digest else side
    except ScenarioError:
        return side


def choice_as_data(choice: Selection) -> dict[str, Any]:
    """Return a choice as the panel takes it."""
    options = [{"value": value, "text": text} for value, text in choice.options]
    return {"path": choice.path, "name": choice.name, "about": choice.about, "value": choice.value, "options": options}


def group_as_data(group: Group, view: View, wrong: tuple[str, str]) -> dict[str, Any]:
    """Return a group as the panel takes it; the dials of a closed one are not sent."""
    is_open = group.key == view.open
    return {
        "key": group.key,
        "question": group.question,
        "help": group.help,
        "open": is_open,
        "moved": sum(view.now.has(dial.path) for dial in group.dials),
        "dials": [*dials_as_data(group, view, wrong)] if is_open else [],
    }


def dials_as_data(group: Group, view: View, wrong: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """Yield dials as the panel takes them."""
    for dial in group.dials:
        value, uncertain = number_at(view.now, dial.keys)
        if value is None:
            continue  # a list, for instance, which no dial can show
        pinned, _ = number_at(view.pinned, dial.keys)
        yield {
            "path": dial.path, "name": dial.name, "help": dial.help, "unit": dial.unit, "low": dial.low,
            "high": dial.high, "step": dial.step, "log": dial.log, "whole": dial.whole, "value": value,
            "shown": f"{value:.6g}", "pin": pinned, "changed": view.now.has(dial.path),
            "natural": dial.natural(value), "facts": facts_of(dial), "note": note_of(dial, view.now, uncertain),
            "wrong": wrong[1] if wrong[0] == dial.path else "",
        }  # fmt: skip


def facts_of(dial: Dial) -> str:
    """Return unit, range, source and default in a line."""
    return dial.facts + ("" if dial.default is None else f"; {words('default', value=f'{dial.default:.4g}')}")


def note_of(dial: Dial, side: Side, uncertain: str) -> str:
    """Return the notes on a dial: that it is uncertain, or which labs it does not apply to."""
    notes = [words("uncertain", said=uncertain)] if uncertain else []
    own = exceptions_to(side, dial.keys)
    if own:
        notes.append(words("exceptions", labs=", ".join(f"{lab} ({value})" for lab, value in own.items())))
    return " ".join(notes)
