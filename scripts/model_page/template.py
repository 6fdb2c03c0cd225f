"""A page from a template: `{{what is put here}}`, and `{{#if fact}} .. {{else}} .. {{/if}}` for what may not be there.

A fact is a word such as `rules/contract` that the code has or has not; conditions join them by `and`, `or` and `not`.
So a sentence about a mechanism stands on the page exactly as long as the mechanism stands in the code.
"""

import re
from collections.abc import Callable, Iterable

from scripts.model_page.source import PageError

TAG = re.compile(r"\{\{(.*?)\}\}")
# A tag of a condition that has a line to itself takes the line with it.
LONE = re.compile(r"^[ \t]*(\{\{(?:#if [^}]*|else|/if)\}\})[ \t]*\n", re.MULTILINE)
KINDS = ("rules", "rule", "record", "code", "parameter", "outcome")


def fill(
    template: str,
    facts: Iterable[str],
    say: Callable[[str], str],
    prose: Callable[[str], str] = str,
    left_out: Callable[[str], object] = str,
) -> str:
    """Return the template with its conditions decided and its tags replaced by what `say` returns for them.

    prose: what is done to the text between tags.  left_out: told every condition that does not hold.
    """
    pieces = TAG.split(LONE.sub(r"\1", template))  # text, tag, text, tag, .., text
    known = frozenset(facts)
    out: list[str] = []
    # One pair an open condition: does it hold, and does everything around it?
    shown: list[tuple[bool, bool]] = []
    for place, piece in enumerate(pieces):
        visible = all(here for here, _ in shown)
        if place % 2 == 0:
            out.append(prose(piece) if visible else "")
        elif piece.startswith("#if "):
            holds = condition_holds(piece.removeprefix("#if "), known)
            if visible and not holds:
                left_out(piece.removeprefix("#if "))
            shown.append((holds, visible))
        elif piece in ("else", "/if"):
            if not shown:
                raise PageError(f"{{{{{piece}}}}} without an {{{{#if}}}} before it")
            holds, around = shown.pop()
            if piece == "else":
                shown.append((not holds, around))
        elif visible:
            out.append(say(piece.strip()))
    if shown:
        raise PageError("an {{#if}} of the template is never closed")
    tidy = re.sub(r"[ \t]+$", "", "".join(out), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", tidy).strip() + "\n"


def condition_holds(condition: str, facts: frozenset[str]) -> bool:
    """Return whether a condition holds: `a or b and not c`, with the usual precedence."""
    return any(all(fact_holds(fact, facts) for fact in arm.split(" and ")) for arm in condition.split(" or "))


def fact_holds(fact: str, facts: frozenset[str]) -> bool:
    """Return whether the code has what a fact names; refuse a fact of no known kind, which could never hold."""
    negated = fact.strip().startswith("not ")
    name = fact.strip().removeprefix("not ").strip()
    if name.partition("/")[0] not in KINDS or " " in name or not name.partition("/")[2]:
        raise PageError(f"the template asks for `{name}`; a fact is one of {', '.join(KINDS)}, a slash and a name")
    return (name in facts) != negated
