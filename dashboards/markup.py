"""Pieces of a page: elements, and plain HTML with every word escaped."""

from collections.abc import Sequence
from html import escape
from typing import Any

import ipyvue
import solara

__all__ = ["box", "cell", "escape", "html", "paragraph", "tag"]

type Element = Any  # Solara's elements are generic in the widget that they become, which no page needs to know


def box(kind: str, children: Sequence[Element], css: str = "", **attributes: str) -> Element:
    """Return an element that holds other elements."""
    named = {name.replace("_", "-").strip("-"): value for name, value in attributes.items()}
    return ipyvue.Html.element(tag=kind, children=list(children), class_=css, attributes=named)


def html(kind: str, inner: str, css: str = "", **attributes: str) -> Element:
    """Return an element of HTML; text from elsewhere has to be escaped first."""
    named = {name.replace("_", "-").strip("-"): value for name, value in attributes.items()}
    return solara.HTML(tag=kind, unsafe_innerHTML=inner, classes=[css] if css else [], attributes=named)


def paragraph(words: str, css: str = "") -> Element:
    """Return a paragraph of plain words."""
    return html("p", escape(words), css)


def tag(kind: str, inner: str, **attributes: str) -> str:
    """Return an element as text. inner: HTML."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{kind}{said}>{inner}</{kind}>"


def cell(words: str, css: str = "") -> str:
    """Return a cell of a table, of plain words."""
    return tag("td", escape(words), **({"class_": css} if css else {}))
