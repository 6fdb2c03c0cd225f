"""Outcomes of both sides in rows: what was, what is, by how much it differs, and a picture of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from dealsim.measure.estimates import Estimate
from dealsim.measure.intervals import Interval
from dealsim.measure.naming import (
    MAIN,
    is_clear,
    means_of,
    outcome_name,
    signed,
    signed_with_unit,
    value_in_words,
    what_changed,
    what_happens,
)
from dealsim.measure.outcomes import OUTCOMES
from dealsim.measure.pairs import Difference

from .games import Answer
from .markup import cell, escape, tag
from .words import words

WIDE, HIGH = 150, 22  # of a picture


@dataclass(frozen=True)
class Row:
    """An outcome of both sides."""

    name: str
    pinned: Estimate
    now: Estimate
    difference: Difference

    @property
    def beyond_doubt(self) -> bool:
        """Whether the interval of the difference excludes 0."""
        return is_clear(self.difference)


def answer_rows(answer: Answer, *, all_of_them: bool) -> Iterator[Row]:
    """Yield rows in the order in which they are named, the main ones or all."""
    chosen = OUTCOMES if all_of_them else MAIN
    for name in chosen:
        yield Row(name, answer.pinned[name], answer.now[name], answer.differences[name])


def table_of(answer: Answer, *, all_of_them: bool, changed: bool) -> str:
    """Return the table as HTML: of both sides, or of the one there is."""
    heads = (
        ("outcome", "pinned_side", "now_side", "difference", "picture") if changed else ("outcome", "mean", "interval")
    )
    head = "".join(tag("th", escape(words(f"explore.{each}")), scope="col") for each in heads)
    made, group = [], ""
    for row in answer_rows(answer, all_of_them=all_of_them):
        if all_of_them and OUTCOMES[row.name].group != group:
            group = OUTCOMES[row.name].group
            made.append(
                tag("tr", tag("th", escape(group), colspan=str(len(heads)), scope="colgroup"), class_="ds-section")
            )
        made.append(line_of(row, changed=changed))
    return tag("thead", tag("tr", head)) + tag("tbody", "".join(made))


def line_of(row: Row, *, changed: bool) -> str:
    """Return a row as HTML."""
    formula = OUTCOMES[row.name].formula
    name = tag("span", escape(outcome_name(row.name)), class_="ds-name")
    head = tag("th", name + tag("span", escape(formula), class_="ds-formula"), scope="row")
    now = cell(value_in_words(row.name, row.now.mean), "ds-now")
    if not changed:
        return tag("tr", head + now + cell(span_in_words(row.name, row.now.ci95), "ds-pinned"))
    cells = [
        cell(value_in_words(row.name, row.pinned.mean), "ds-pinned"),
        now,
        tag("td", difference_in_words(row), class_="ds-difference"),
        tag("td", picture_of(row), class_="ds-picture"),
    ]
    return tag("tr", head + "".join(cells), class_="ds-differs" if row.beyond_doubt else "")


def difference_in_words(row: Row) -> str:
    """Return the difference with its interval as HTML."""
    if row.difference.difference is None:
        return escape("–")
    said = tag("b", escape(signed_with_unit(row.name, row.difference.difference)))
    if row.difference.ci95 is None:
        return said
    low, high = (signed(row.name, end) for end in row.difference.ci95)
    return said + tag("span", escape(f"{low} to {high}"), class_="ds-ends")


def picture_of(row: Row) -> str:
    """Return a strip with both means and their intervals, as SVG."""
    ends = [each.ci95 for each in (row.pinned, row.now) if each.ci95 is not None]
    if not ends or row.now.mean is None or row.pinned.mean is None:
        return ""
    low, high = min([0.0, *(end[0] for end in ends)]), max(end[1] for end in ends)
    if high <= low:
        high = low + 1.0
    marks = [
        mark_of(estimate, low, high, at, css)
        for estimate, at, css in ((row.pinned, 7, "ds-mark-pinned"), (row.now, 15, "ds-mark-now"))
    ]
    zero = f'<line x1="{x_of(0.0, low, high):.1f}" x2="{x_of(0.0, low, high):.1f}" y1="1" y2="{HIGH - 1}" />'
    said = f"{words('explore.pinned_side')} {span_in_words(row.name, row.pinned.ci95)}, "
    said += f"{words('explore.now_side')} {span_in_words(row.name, row.now.ci95)}"
    return tag("svg", zero + "".join(marks), viewBox=f"0 0 {WIDE} {HIGH}", role="img", aria_label=said)


def mark_of(estimate: Estimate, low: float, high: float, y: int, css: str) -> str:
    """Return a mean and its interval as SVG."""
    assert estimate.mean is not None
    start, end = estimate.ci95 or (estimate.mean, estimate.mean)
    x1, x2, at = (x_of(value, low, high) for value in (start, end, estimate.mean))
    return (
        f'<g class="{css}"><line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y}" y2="{y}" />'
        f'<circle cx="{at:.1f}" cy="{y}" r="3.2" /></g>'
    )


def x_of(value: float, low: float, high: float) -> float:
    """Return where a value stands in a picture."""
    return 5.0 + (WIDE - 10.0) * (value - low) / (high - low)


def span_in_words(name: str, ends: Interval | None) -> str:
    """Return an interval for people to read."""
    return "–" if ends is None else f"{value_in_words(name, ends[0])} to {value_in_words(name, ends[1])}"


def headline(answer: Answer, title: str, *, changed: bool) -> str:
    """Return what stands out, in a sentence."""
    if not changed:
        return words("explore.unchanged", title=title, said=what_happens(means_of(answer.now)))
    return what_changed(answer.differences, answer.games)
