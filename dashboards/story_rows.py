"""A game as HTML: a time line with a lane for each lab, and all that happens as text."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from .markup import escape, tag
from .stories import WORK, GameStory, work_by_quarter
from .words import all_words, words

if TYPE_CHECKING:
    from dealsim.game.story import Passage

LOUD = ("took_over", "caught", "fizzled", "forestalled", "escaped", "betrayed", "broken", "failed", "hunted_down")
GOOD = ("signed", "paid", "revealed")
TONES = ("ds-loud", "ds-good", "ds-quiet")


def signs() -> dict[str, str]:
    """Return the sign of each happening that has one on a time line."""
    return dict(all_words()["story"]["signs"])


def time_line(told: GameStory) -> str:
    """Return a lane for each lab: what its AI does quarter by quarter, and above it what happens."""
    lanes = "".join(lane_of(told, lab) for lab in told.labs)
    step = 4 if told.horizon <= 48 else 10
    ticks = "".join(
        tag("span", str(quarter), style=f"left:{place(quarter, told)}") for quarter in range(0, told.horizon, step)
    )
    axis = tag("div", ticks, class_="ds-ticks", aria_hidden="true")
    return tag("div", lanes + axis, class_="ds-time-line", role="img", aria_label=words("story.line_said"))


def lane_of(told: GameStory, lab: str) -> str:
    """Return the lane of a lab."""
    cells = "".join(cell_of(each) for each in work_by_quarter(told, lab))
    strip = tag("div", cells, class_="ds-strip", style=f"grid-template-columns:repeat({told.horizon},1fr)")
    signed = [each for each in told.story.passages if each.lab == lab and each.happening in signs()]
    by_quarter = groupby(signed, key=lambda each: each.quarter)
    marks = "".join(mark_of(list(mine), told) for _, mine in by_quarter)
    name = tag("div", escape(lab), class_="ds-lane-name")
    return tag("div", name + tag("div", marks, class_="ds-marks") + strip, class_="ds-lane")


def cell_of(work: "Passage | None") -> str:
    """Return a quarter of an AI's work."""
    if work is None:
        return tag("span", "")
    return tag("span", "", class_=f"ds-work-{work.happening}", title=f"{quarter_in_words(work)}: {work.text}")


def mark_of(passages: "Sequence[Passage]", told: GameStory) -> str:
    """Return the sign of the loudest of what happens in a quarter; all of it on hover."""
    loudest = min(passages, key=lambda each: TONES.index(tone_of(each)))
    said = " ".join([f"{quarter_in_words(loudest)}:", *(each.text for each in passages)])
    css, left = f"ds-mark {tone_of(loudest)}", f"left:{place(loudest.quarter, told)}"
    return tag("span", escape(signs()[loudest.happening]), class_=css, title=said, style=left)


def place(quarter: int, told: GameStory) -> str:
    """Return where a quarter's middle is."""
    return f"{100.0 * (quarter + 0.5) / told.horizon:.2f}%"


def tone_of(passage: "Passage") -> str:
    """Return how loud a happening is."""
    return TONES[0 if passage.happening in LOUD else 1 if passage.happening in GOOD else 2]


def legend() -> str:
    """Return what colours and signs mean."""
    said = all_words()["story"]
    work = "".join(
        tag("li", tag("span", "", class_=f"ds-swatch ds-work-{each}") + escape(said["work"][each])) for each in WORK
    )
    marks = "".join(
        tag("li", tag("b", escape(sign), class_="ds-sign") + escape(said["said_of"][name]))
        for name, sign in signs().items()
    )
    return tag("ul", work + marks, class_="ds-legend")


def text_of(told: GameStory) -> str:
    """Return all that happens, a line each, with a line that marks where the two games diverge."""
    lines, last = [], -1
    for at, passage in told.shown():
        if at == told.alike:
            lines.append(tag("li", escape(words("story.parts")), class_="ds-parts"))
        quarter = str(passage.quarter) if passage.quarter != last else ""
        last = passage.quarter
        number = tag("span", escape(quarter), class_="ds-quarter")
        lines.append(
            tag("li", number + tag("span", escape(passage.text), class_=tone_of(passage)), class_="ds-passage")
        )
    return tag("ol", "".join(lines), class_="ds-story")


def quarter_in_words(passage: "Passage") -> str:
    """Return when something happens."""
    return words("story.quarter", quarter=passage.quarter)
