"""Claims: which sentences of the essays hold in the game?"""

from collections.abc import Sequence
from typing import Any

import solara

from .address import View, unknown
from .claims_rows import ledger_rows
from .ledger import VERDICTS, Ledger, shipped_ledger
from .markup import box, escape, html, paragraph
from .panels import Linked, Problem, Select
from .state import Change, use_view
from .words import words

KNOWN = ("claim", "verdict", "about")


@solara.component
def Claims() -> Any:
    """The page."""
    view, wrong, change = use_view(KNOWN)
    router = solara.use_router()
    ledger = shipped_ledger()
    misfit = () if ledger is None else unknown(view, ledger.understood)
    inner: list[Any] = [
        Problem([*wrong, *misfit], words("wrong_link")),
        html("h1", escape(words("claims.title"))),
        paragraph(words("claims.lead"), "ds-lead"),
    ]
    if ledger is None:
        inner.append(Problem([words("claims.none")], words("claims.missing")))
    else:
        chosen = ledger.chosen(view.said("verdict"), view.said("about"))
        inner += [
            paragraph(played(ledger), "ds-help"),
            *([] if ledger.current else [Problem([words("claims.old")], words("claims.old_title"))]),
            Filters(ledger, view, change),
            paragraph(words("claims.signs_about"), "ds-help ds-signs-about"),
            Linked(ledger_rows(chosen, view, router.path), "ds-ledger"),
        ]
        if not chosen:
            inner.append(paragraph(words("claims.no_match")))
    return box("section", inner, "ds-answer")


def played(ledger: Ledger) -> str:
    """Return what the ledger rests on."""
    document = ledger.document
    return words(
        "claims.played",
        claims=len(document.claims),
        predictions=sum(len(claim.predictions) for claim in document.claims),
        games=f"{document.games:,}",
        worlds=document.worlds,
        per_world=document.games_per_world,
        confidence=f"{100.0 * document.confidence:.5g}",
        decisions=f"{document.decisions:,}",
    )


@solara.component
def Filters(ledger: Ledger, view: View, change: Change) -> Any:
    """Which claims are shown: by verdict and by topic."""
    counts = ledger.counted()
    verdicts = [(each, f"{each} ({counts[each]})") for each in VERDICTS if counts[each]]
    return box(
        "div",
        [
            Select(
                words("claims.verdict"), view.said("verdict"), with_all(verdicts, len(ledger.document.claims)),
                lambda value: change(view.say(verdict=value or None)),
            ),
            Select(
                words("claims.about"), view.said("about"), with_all([(each, each) for each in ledger.groups]),
                lambda value: change(view.say(about=value or None)),
            ),
        ],
        "ds-controls",
    )  # fmt: skip


def with_all(options: Sequence[tuple[str, str]], count: int | None = None) -> list[tuple[str, str]]:
    """Return options, and before them that all are shown."""
    every = words("claims.every") + ("" if count is None else f" ({count})")
    return [("", every), *options]
