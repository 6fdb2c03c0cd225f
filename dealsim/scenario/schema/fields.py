"""Fields of a scenario file: each with its unit, its meaning and its source."""

from typing import Any

from pydantic import Field

# `default=REQUIRED` makes a field that every file must give.
REQUIRED: Any = ...


def number(
    default: Any,
    *,
    unit: str,
    meaning: str,
    source: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    below: float | None = None,
) -> Any:
    """Return a field for a finite number.

    Range: at least `low` or greater than `above`, at most `high` or less than `below`.
    source: a key of `scenarios/sources.bib`, or the word `assumption`.
    Where a field is a union, the limits belong to its arm: `Annotated[float, number(REQUIRED, ...)] | Mean`.
    """
    _check_words(unit=unit, meaning=meaning, source=source)
    _check_range(default, low=low, high=high, above=above, below=below)
    return Field(
        default,
        strict=True,
        allow_inf_nan=False,
        ge=low,
        le=high,
        gt=above,
        lt=below,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source},
    )


def whole(
    default: Any,
    *,
    unit: str,
    meaning: str,
    source: str,
    low: int | None = None,
    high: int | None = None,
    above: int | None = None,
    below: int | None = None,
) -> Any:
    """Return a field for a whole number; the rest is as for `number`."""
    _check_words(unit=unit, meaning=meaning, source=source)
    _check_range(default, low=low, high=high, above=above, below=below)
    return Field(
        default,
        strict=True,
        ge=low,
        le=high,
        gt=above,
        lt=below,
        description=meaning,
        json_schema_extra={"unit": unit, "source": source},
    )


def chance(default: Any, meaning: str, source: str) -> Any:
    """Return a field for a chance, 0 to 1."""
    return number(default, unit="chance", meaning=meaning, source=source, low=0, high=1)


def share(default: Any, meaning: str, source: str) -> Any:
    """Return a field for a share, 0 to 1."""
    return number(default, unit="share", meaning=meaning, source=source, low=0, high=1)


def weight(default: Any, meaning: str, source: str) -> Any:
    """Return a field for a weight, 0 to 1."""
    return number(default, unit="weight", meaning=meaning, source=source, low=0, high=1)


def attribute(default: Any, meaning: str, source: str) -> Any:
    """Return a field for an attribute of an act, 0 to 1."""
    return number(default, unit="attribute", meaning=meaning, source=source, low=0, high=1)


def utility(default: Any, meaning: str, source: str) -> Any:
    """Return a field for a cost in utility, 0 to 10: the whole future is worth 1."""
    return number(default, unit="utility", meaning=meaning, source=source, low=0, high=10)


def capability(default: Any, meaning: str, source: str) -> Any:
    """Return a field for a level of capability, -10 to 10."""
    return number(default, unit="capability", meaning=meaning, source=source, low=-10, high=10)


def word(default: Any, *, meaning: str, source: str) -> Any:
    """Return a field for one word of a Literal or an enumeration, or for free text."""
    _check_words(meaning=meaning, source=source)
    return Field(default, description=meaning, json_schema_extra={"source": source})


def _check_words(**words: str) -> None:
    for name, said in words.items():
        if not said.strip():
            raise ValueError(f"a field needs its {name}")


def _check_range(
    default: Any, *, low: float | None, high: float | None, above: float | None, below: float | None
) -> None:
    """Refuse, at import, an empty range, and a default outside its range."""
    if (low is not None and above is not None) or (high is not None and below is not None):
        raise ValueError("a range has one lower and one upper end")
    least, most = (low if above is None else above), (high if below is None else below)
    if least is not None and most is not None and least >= most:
        raise ValueError(f"no number lies between {least} and {most}")
    if isinstance(default, int | float) and not _fits(default, low=low, high=high, above=above, below=below):
        raise ValueError(f"the default {default} lies outside its own range")


def _fits(value: float, *, low: float | None, high: float | None, above: float | None, below: float | None) -> bool:
    return (
        (low is None or value >= low)
        and (high is None or value <= high)
        and (above is None or value > above)
        and (below is None or value < below)
    )
