"""The pages, and the frame around each: navigation, light or dark."""

from typing import Any

import solara

from .address import GAMES, View, view_of
from .claims import Claims
from .compare import Compare
from .explore import Explore
from .map import Map
from .markup import box, escape, html, paragraph
from .panels import Theme
from .state import address_of
from .story import Story
from .words import words

PAGES = {  # by path
    "": ("explore", Explore),
    "map": ("map", Map),
    "story": ("story", Story),
    "specs": ("compare", Compare),
    "claims": ("claims", Claims),
}
CARRIED = ("", "map", "story", "specs")  # pages that show the two sides of an address


@solara.component
def Frame(children: list[Any] = []) -> Any:  # noqa: B006  # Solara's own way to hand a layout its page
    """The frame around a page."""
    router = solara.use_router()
    view, _ = view_of(router.search)
    here = router.parts[0]
    sides = view.change(open="", more=(), games=GAMES[0])
    links = []
    for path, (name, _) in PAGES.items():
        to = address_of(f"/{path}", sides if path in CARRIED else View())
        label = html("span", escape(words(f"pages.{name}")), "ds-here" if path == here else "")
        links.append(solara.Link(to, children=[label], classes=["ds-link"]))
    head = [
        html("a", escape(words("skip")), "ds-skip", href="#page"),
        html("span", escape(words("name")), "ds-brand"),
        box("nav", links, "ds-nav", aria_label="Pages"),
        Theme(),
    ]
    return box(
        "div",
        [
            box("header", head, "ds-head"),
            box("main", children, "ds-main", id="page", tabindex="-1", data_of=router.search or ""),
            box("footer", [paragraph(words("notice"))], "ds-foot"),
        ],
        "ds-page",
    )


routes = [
    solara.Route(
        path=path or "/",
        component=page,
        label=f"{words(f'pages.{name}')} · {words('name')}",  # the title of its window
        layout=None if path else Frame,
    )
    for path, (name, page) in PAGES.items()
]
