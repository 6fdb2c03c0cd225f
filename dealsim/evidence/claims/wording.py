"""Claims and what was found of them, in words."""

from collections.abc import Iterator
from typing import Any

from dealsim.evidence.claims.document import (
    ClaimsDocument,
    DependenceDocument,
    LeverDocument,
    PredictionDocument,
    SideDocument,
    TriedDocument,
)
from dealsim.measure.digits import UNDEFINED

ARROWS = {"rises": "↑", "falls": "↓", "stays": "=", "does not rise": "not ↑", "does not fall": "not ↓"}
USUAL = {"baseline": "b", "sceptic": "s", "pessimist": "p", "race": "r", "plausible": "*"}


def sizes_in_words(document: ClaimsDocument) -> str:
    """Return what was played, in words."""
    count = sum(len(claim.predictions) for claim in document.claims)
    said = f"{counted(len(document.claims), 'claim')}, {counted(count, 'prediction')}"
    sample = f"{document.worlds:,} plausible worlds of {document.games_per_world:,} games"
    return f"{said}; {document.games:,} paired games in each named world, {sample}; seed {document.seed}"


def confidence_in_words(document: ClaimsDocument) -> Iterator[str]:
    """Yield how sure verdicts are."""
    yield (
        f"verdicts rest on intervals of {percent(document.confidence)}: {document.decisions:,} of them "
        "in one run, all true in 95 of 100 runs"
    )


def percent(confidence: float) -> str:
    """Return a confidence in percent, with the digits by which it differs from 100."""
    return f"{100 * confidence:.5g}%"


def counted(number: int, thing: str) -> str:
    """Return so many of a thing in words."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def shown_number(name: str) -> str:
    """Return the number that a claim's name begins with, or the name."""
    number = name.partition("-")[0].lstrip("0")
    return number if number[:1].isdigit() else name[:8]


def change_found(tried: TriedDocument, unit: str) -> str:
    """Return a change: 0 if too small to matter, a dot where there is nothing to move, `?` if not known yet."""
    if tried.sign in "0·":
        return tried.sign
    return f"{change_in_words(tried.change, unit)}{'?' * (tried.sign == '?')}"


def change_in_words(value: float | None, unit: str) -> str:
    """Return a change with its sign, shares in percentage points."""
    if value is None:
        return UNDEFINED
    words = level_in_words(abs(value), unit).removesuffix("%")
    return words if float(words.replace(",", "")) == 0.0 else f"{'+' if value > 0 else '−'}{words}"


def level_in_words(value: float | None, unit: str) -> str:
    """Return a number in words, shares in percent."""
    if value is None:
        return UNDEFINED
    if unit.startswith("share"):
        return f"{100.0 * value:.1f}%"
    return f"{value:.2f}" if unit in ("count", "quarters") else f"{value:.3f}"


def prediction_in_words(each: PredictionDocument, measure: str = "") -> str:
    """Return a prediction as a sentence. measure: what its measure is called, if not by its name."""
    given = f", given {settings_in_words(each.given)}" if each.given else ""
    rather = (
        ""
        if each.rather_than is None
        else f", rather than {settings_in_words(each.rather_than) or 'in the unchanged world'}"
    )
    least = f"by {level_in_words(each.smallest, each.unit).replace('%', ' points')} at least"
    return f"With more {each.lever.name}, {measure or each.measure} {each.direction} ({least}){given}{rather}."


def end_in_words(lever: LeverDocument, end: str) -> str:
    """Return what one end of a lever sets."""
    return settings_in_words(getattr(lever, end)) or "the unchanged world"


def settings_in_words(said: dict[str, Any]) -> str:
    """Return settings in words: of mappings only the keys."""
    words = (key if isinstance(value, dict | list) else f"{key} {value_as_yaml(value)}" for key, value in said.items())
    return ", ".join(words)


def value_as_yaml(value: object) -> str:
    """Return a value as YAML has it."""
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def on_what(each: PredictionDocument) -> str:
    """Return on which number of the world a prediction depends, in words; empty where there is nothing to say."""
    if each.dependence is not None:
        return dependence_in_words(each.dependence, each.unit)
    if each.best_guess is not None:
        guess = dependence_in_words(each.best_guess, each.unit)
        return f"no number separates for sure; at best it {guess.removeprefix('perhaps ')}"
    return "no single number of the sample's worlds shows where" if each.verdict == "depends" else ""


def dependence_in_words(found: DependenceDocument, unit: str) -> str:
    """Return by which number of the world a prediction differs, in words."""
    below, above = side_in_words(found.below, unit), side_in_words(found.above, unit)
    how = "differs by" if found.clear else "perhaps differs by"
    return f"{how} {short_key(found.key)}: {below} up to {limit_in_words(found.limit)}, {above} above"


def short_key(key: str) -> str:
    """Return the key of a number of the world without what goes without saying."""
    return key.removeprefix("every_lab.").removeprefix("minds.traits.").removesuffix(".mean")


def limit_in_words(limit: float) -> str:
    """Return a limit in words, with a minus that is one."""
    return f"{limit:.3g}".replace("-", "−")


def side_in_words(each: SideDocument, unit: str) -> str:
    """Return what was found on one side, in words."""
    return (
        change_in_words(each.change, unit)
        if each.sign == "?"
        else f"{change_in_words(each.change, unit)} ({each.finding})"
    )
