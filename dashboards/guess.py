"""A guess before the result is shown: committing to one helps a reader to learn from it."""

from typing import Any

import solara

from dealsim.measure.claim_measures import SMALLEST
from dealsim.measure.naming import change_in_words
from dealsim.measure.outcomes import OUTCOMES

from .address import View
from .games import Answer
from .markup import box, escape, html
from .outcome_rows import Row
from .state import Change
from .words import words

KEY, ASKED = "guess", "first"  # of an address: a guess is due, or what was guessed
GUESSES = ("fewer", "same", "more")
KNOWN = (ASKED, *GUESSES)
OUTCOME = "takeover"


def hidden(view: View) -> bool:
    """Return whether the answer waits for a guess."""
    return view.changed and view.said(KEY) == ASKED


def asked_anew(view: View, change: Change) -> Change:
    """Return how to change a view so that each move asks for a new guess, where guessing is on."""

    def changed(new: View) -> None:
        moved = (new.now, new.pinned) != (view.now, view.pinned)
        change(new.say(guess=ASKED) if moved and new.said(KEY) else new)

    return changed


@solara.component
def Ask(view: View, change: Change) -> Any:
    """The question, and its answers."""
    answers = [
        solara.Button(words(f"guess.{each}"), on_click=lambda each=each: change(view.say(guess=each)), outlined=True)
        for each in GUESSES
    ]
    stop = solara.Button(words("guess.stop"), on_click=lambda: change(view.say(guess=None)), text=True)
    question = html("p", escape(words("guess.question")), "ds-headline", role="status")
    return box("div", [question, box("div", [*answers, stop], "ds-controls")], "ds-guess")


def reply(answer: Answer, guess: str) -> str:
    """Return in words whether a guess was right; nothing where there was none."""
    if guess not in GUESSES or not answer.finished:
        return ""
    row = Row(OUTCOME, answer.pinned[OUTCOME], answer.now[OUTCOME], answer.differences[OUTCOME])
    low, high = row.difference.ci95 or (-1.0, 1.0)
    least = SMALLEST[OUTCOMES[OUTCOME].unit]
    came = "more" if low > 0.0 else "fewer" if high < 0.0 else "undecided"
    if -least < low and high < least:
        came = "same"
    way = "right" if came == guess else "undecided" if came == "undecided" else "wrong"
    said = words(f"guess.{way}", guess=words(f"guess.{guess}").lower(), games=f"{answer.games:,}")
    return f"{said} {change_in_words(row.name, row.difference)}"
