"""Published numbers, ours and fits, in words."""

from collections.abc import Iterator, Mapping, Sequence

from dealsim.evidence.published.document import FitDocument, InputValue, PublishedNumberDocument, ReplicateDocument

NOTHING = 1e-3  # part of a tolerance: a difference below it is rounding
NO_NUMBER = "none"
LARGE = 1e5  # from which numbers are whole
PLACES = 12  # after them there is only rounding
HOW_SURE = {
    "read": "source read",
    "excerpt": "by excerpts",
    "memory": "from memory",
    "derived": "derived, not printed there",
}


def agreement_in_words(document: ReplicateDocument) -> str:
    """Return the overall result, in words."""
    results = len(document.results)
    said = [f"{results} result{'s' * (results != 1)}"]
    if document.agree or document.differ:
        differ = f"{document.differ} differ{'s' * (document.differ == 1)}"
        agree = f"{document.agree} number{'s agree' if document.agree != 1 else ' agrees'}"
        said.append(f"{agree}, {differ}")
    if document.fitted:
        said.append(f"{document.fitted} fit{'s' * (document.fitted > 1)}")
    return "; ".join(said)


def how_sure(document: ReplicateDocument) -> str:
    """Return how many of the numbers are how sure, in words."""
    counts = dict.fromkeys(HOW_SURE, 0)
    for result in document.results:
        counts[result.sure] += len(result.numbers)
    return "numbers: " + ", ".join(f"{count} {HOW_SURE[sure]}" for sure, count in counts.items() if count)


def rule_name(rule: str) -> str:
    """Return what a rule is called for short: its file and its name."""
    return ".".join(rule.split(".")[-2:])


def inputs_in_words(given: Mapping[str, InputValue]) -> str:
    """Return inputs in words."""
    return ", ".join(f"{name} {input_in_words(value)}" for name, value in given.items())


def input_in_words(value: InputValue) -> str:
    """Return an input's value in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else number_in_words(value)


def number_in_words(value: float | None) -> str:
    """Return a number in so many digits that two which differ look different."""
    if value is None:
        return NO_NUMBER
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{round(value, PLACES):.6g}"


def allowed(each: PublishedNumberDocument) -> str:
    """Return how far a number may be off; nothing where there is none."""
    return "" if each.published is None else f"{each.tolerance:.2g}"


def beside(each: PublishedNumberDocument) -> str:
    """Return what is said beside a number: its unit, its error and its note."""
    error = f"standard error {each.standard_error:.2g}" if each.standard_error else ""
    return "; ".join(filter(None, (each.unit, error, each.note)))


def notes_on_numbers(compared: Sequence[PublishedNumberDocument]) -> Iterator[str]:
    """Yield the notes on numbers, where they have no room beside them."""
    for each in compared:
        if each.note:
            label = f"{each.quantity} of {number_in_words(each.published)}"
            yield f"{label}: {each.note}"


def fitted_range(low: float | None, high: float | None, sought: tuple[float, float]) -> str:
    """Return the range of a parameter with which all can be fitted, and whether it was sought no further."""
    if low is None or high is None:
        return "none does"
    lower = f"{low:.3g}" if low > sought[0] else f"{low:.3g} (sought no lower)"
    upper = f"{high:.3g}" if high < sought[1] else f"{high:.3g} (sought no higher)"
    return f"{lower} to {upper}"


def fit_in_words(fit: FitDocument) -> str:
    """Return what a fit is worth, in words."""
    seen, parameters = len(fit.observations), len(fit.parameters)
    within = sum(each.within for each in fit.observations)
    counted = f"{seen} observations, {parameters} parameters: "
    if fit.freedom <= 0:
        return f"{counted}as many as that fit nearly anything, so it proves nothing; {within} of {seen} within range"
    off = f"misses by {fit.misfit:.2g} half ranges (root mean square)"
    return f"{counted}{fit.freedom} left to test it; {within} of {seen} within range, {off}"


def off_by(off: float | None, tolerance: float) -> str:
    """Return a difference in words, with its sign; 0 where it is nothing beside the tolerance."""
    if off is None:
        return ""
    return "0" if abs(off) <= NOTHING * tolerance else f"{'+' if off > 0.0 else '−'}{abs(off):.2g}"
