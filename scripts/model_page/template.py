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
    known, out = frozenset(facts), list[str]()
    shown: list[bool] = []  # of each open condition, the outermost first: whether it holds
    for place, piece in enumerate(pieces):
        if place % 2 and (piece.startswith("#if ") or piece in ("else", "/if")):
            decide(piece, shown, known, left_out)
        elif all(shown):
            out.append(say(piece.strip()) if place % 2 else prose(piece))
    if shown:
        raise PageError("an {{#if}} of the template is never closed")
    tidy = re.sub(r"[ \t]+$", "", "".join(out), flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", tidy).strip() + "\n"


def decide(tag: str, shown: list[bool], facts: frozenset[str], left_out: Callable[[str], object]) -> None:
    """Open, turn or close a condition."""
    if tag.startswith("#if "):
        condition = tag.removeprefix("#if ")
        holds = condition_holds(condition, facts)
        if all(shown) and not holds:
            left_out(condition)
        shown.append(holds)
        return
    if not shown:
        raise PageError(f"{{{{{tag}}}}} without an {{{{#if}}}} before it")
    holds = shown.pop()
    if tag == "else":
        shown.append(not holds)


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
