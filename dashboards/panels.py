"""Parts shared by pages: a picture, a choice, a download, progress, problems."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara
import solara.lab

from .markup import box, escape, html, paragraph, tag
from .words import words

type Options = Sequence[tuple[str, str]]  # values and words


@solara.component_vue("select.vue")
def _Select(name: str, value: str, groups: list[dict[str, Any]], event_choose: Callable[[str], None]) -> None:
    pass


@solara.component_vue("theme.vue")
def _Theme(name: str, options: list[dict[str, str]], event_put: Callable[[bool | None], None]) -> None:
    pass


@solara.component
def Theme() -> Any:
    """Light, dark, or as the reader's system has it."""

    def put(dark: bool | None) -> None:
        solara.lab.theme.dark = dark

    options = [{"value": each, "text": words(f"themes.{each}")} for each in ("auto", "light", "dark")]
    return _Theme(name=words("colours"), options=options, event_put=put)


@solara.component
def Select(name: str, value: str, options: Options | Mapping[str, Options], on_value: Callable[[str], None]) -> Any:
    """A choice of one among several. options: in groups by name, where they are many."""
    groups = options if isinstance(options, Mapping) else {"": options}
    shown = [
        {"name": group, "options": [{"value": each, "text": text} for each, text in held]}
        for group, held in groups.items()
    ]
    return _Select(name=name, value=value, groups=shown, event_choose=on_value)


@solara.component_vue("number.vue")
def _Number(name: str, value: int, most: int, event_choose: Callable[[str], None]) -> None:
    pass


@solara.component
def Number(name: str, value: int, most: int, on_value: Callable[[int], None]) -> Any:
    """A whole number from 0; anything else, or too large a number, is ignored."""

    def choose(said: str) -> None:
        if said.isascii() and said.isdigit() and int(said) <= most:
            on_value(int(said))

    return _Number(name=name, value=value, most=most, event_choose=choose)


@solara.component_vue("checkboxes.vue")
def _Ticks(
    name: str, options: list[dict[str, str]], chosen: list[str], event_turn: Callable[[dict[str, Any]], None]
) -> None:
    pass


@solara.component
def Ticks(
    name: str,
    options: Sequence[tuple[str, str, str]],
    chosen: Sequence[str],
    on_turn: Callable[[dict[str, Any]], None],
) -> Any:
    """A choice of several. options: value, words, and what it is for."""
    shown = [{"value": value, "text": text, "about": about} for value, text, about in options]
    return _Ticks(name=name, options=shown, chosen=list(chosen), event_turn=on_turn)


@solara.component_vue("linked.vue")
def _Linked(inner: str, event_go: Callable[[str], None]) -> None:
    pass


@solara.component
def Linked(inner: str, css: str = "") -> Any:
    """HTML that is made here, whose links marked `data-go` change the address without a new page."""
    router = solara.use_router()
    return box("div", [_Linked(inner=inner, event_go=router.push)], css)


@solara.component_vue("chart.vue")
def _Chart(option: dict[str, Any], said: str, height: int, event_click: Callable[[dict[str, Any]], None]) -> None:
    pass


@solara.component
def Picture(
    option: dict[str, Any], name: str, said: str, height: int, on_click: Callable[[dict[str, Any]], None] | None = None
) -> Any:
    """A live picture, with words for readers who cannot see it.

    Not Solara's own chart, which fails when it draws on a page that was left meanwhile.  on_click: gets the kind
    of series and the value that was clicked.
    """
    return _Chart(option=option, said=f"{name} {said}", height=height, event_click=on_click or (lambda _: None))


@solara.component
def Download(label: str, file: str, make: Callable[[], bytes]) -> Any:
    """A file that is made when it is asked for."""
    return solara.FileDownload(make, filename=file, label=label, icon_name="mdi-download")


@solara.component
def Progress(said: str, done: float | None) -> Any:
    """How far something is, in percent; None where that is not known."""
    width = "" if done is None else f"width:{done:.0f}%"
    bar = tag("span", "", style=width, class_="ds-bar" if done is not None else "ds-bar ds-unknown")
    return html("p", escape(said) + tag("span", bar, class_="ds-rail", aria_hidden="true"), "ds-progress")


@solara.component
def Problem(problems: list[str], title: str) -> Any:
    """What is wrong, in words; nothing where nothing is."""
    if not problems:
        return box("div", [], "ds-none")
    lines = "".join(tag("li", escape(each)) for each in problems)
    return box("div", [paragraph(title), html("ul", lines)], "ds-problem", role="alert")
