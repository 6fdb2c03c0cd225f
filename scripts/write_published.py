"""Write docs/published.md: every published result, theirs and ours (`make pages`)."""

import sys
from collections.abc import Iterator
from pathlib import Path

from dealsim.evidence.published.document import (
    PublishedNumberDocument,
    ReplicateDocument,
    ReplicationDocument,
)
from dealsim.evidence.published.loading import load_results
from dealsim.evidence.published.replicating import replicate, replicate_document
from dealsim.evidence.published.schema import SURE
from dealsim.evidence.published.wording import (
    HOW_SURE,
    allowed,
    fit_in_words,
    fitted_range,
    how_sure,
    inputs_in_words,
    number_in_words,
    off_by,
    rule_name,
)

PAGE = Path(__file__).parents[1] / "docs" / "published.md"
FILES = "../scenarios/published"
PROSE = """\
<!-- Made by `make pages` from scenarios/published and from the code. Edit those, not this page. -->

# Published numbers

Published numbers, recomputed by the rules of the game. Each result is a file in
[`scenarios/published/`](../scenarios/published) with its inputs, the published values, how far ours may differ, the
source and how well it is known. No file holds a formula: a method of
[`dealsim/evidence/published/methods/`](../dealsim/evidence/published/methods) passes the inputs to the game's own
rules. How to compute a similar case: [how to](how-to/replicate.md). Why it is done this way: [decision
21](decisions/21-published-numbers.md).

```sh
dealsim replicate
```

{counts}

| how sure | what that means |
| --- | --- |
{sure}

A *derived* number is not printed in the source: it follows from the source's argument by a formula, and the
check is that the game's rules give the same. Only `finnveden-impact` is computed by no rule of the game, as it
is a chain of its author's estimates.

## Recomputed exactly

{exact}

## Recomputed with luck, keyed by a seed

Tolerances are three standard errors of ours, or the source's rounding and three standard errors.

{simulated}

## Fits

**Nothing here is replicated.** An experiment with language models is not a consequence of this game. The question is
which of the game's numbers would give the observations, and how well. The ranges of parameters are those with which
*every* observation is within its range, the other parameters being whatever that needs. A fit with as many parameters
as observations proves nothing: it translates the observation into the game's unit.

{fits}

## What computes what

| method | rules of the game |
| --- | --- |
{methods}
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote docs/{PAGE.name}.\n")


def page() -> str:
    """Return the page."""
    document = replicate_document(replicate(load_results([])))
    of_kind = {kind: [each for each in document.results if each.kind == kind] for kind in ("exact", "simulated", "fit")}
    return PROSE.format(
        counts=counts(document),
        sure="\n".join(f"| {HOW_SURE[word]} | {meaning} |" for word, meaning in SURE.items()),
        exact="\n".join(table(of_kind["exact"])),
        simulated="\n".join(table(of_kind["simulated"])),
        fits="\n".join(line for each in of_kind["fit"] for line in fit_section(each)).rstrip(),
        methods="\n".join(methods(document)),
    )


def counts(document: ReplicateDocument) -> str:
    """Return how many numbers agree, and how sure they are."""
    said = (
        f"{document.agree} numbers of {len(document.results) - document.fitted} results agree, {document.differ} differ"
    )
    return f"{said}; {document.fitted} fits stand apart. Of the {how_sure(document)}."


def table(results: list[ReplicationDocument]) -> Iterator[str]:
    """Yield the lines of a table of results."""
    yield "| result | number | theirs | ours | off by | within | note |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | --- |"
    for result in results:
        source = f"{result.source}, {result.where} ({HOW_SURE[result.sure]})"
        for place, each in enumerate(result.numbers):
            first = f"[`{result.id}`]({FILES}/{result.id}.yaml): {result.title}. {source}" if place == 0 else ""
            yield f"| {first} | {number(each)} |"


def number(each: PublishedNumberDocument) -> str:
    """Return a published number beside ours, as cells."""
    given = f" ({inputs_in_words(each.inputs)})" if each.inputs else ""
    what = f"`{each.quantity}`{given}, {each.unit}" if each.unit != "1 or 0" else f"`{each.quantity}`{given}"
    verdict = "" if each.verdict == "agrees" else "**differs**"
    cells = [
        what,
        number_in_words(each.published),
        number_in_words(each.ours),
        off_by(each.off, each.tolerance),
        allowed(each),
    ]
    return " | ".join([*cells, " ".join(filter(None, (each.note, verdict)))])


def fit_section(result: ReplicationDocument) -> Iterator[str]:
    """Yield a fit: what was observed, what fits, what that is worth."""
    assert result.fit is not None
    yield f"### {result.title}"
    yield ""
    source = f"{result.source}, {result.where} ({HOW_SURE[result.sure]})"
    yield f"[`{result.id}`]({FILES}/{result.id}.yaml), {source}. {result.about}"
    yield ""
    yield "| observed | from | to | ours | |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for seen in result.fit.observations:
        within = "within" if seen.within else "outside"
        yield f"| {seen.note or seen.quantity} | {seen.low:.4g} | {seen.high:.4g} | {seen.ours:.3g} | {within} |"
    yield ""
    yield "| fitted | sets | best | fits within all ranges |"
    yield "| --- | --- | ---: | --- |"
    for each in result.fit.parameters:
        ends = fitted_range(each.low, each.high, each.sought)
        yield f"| {each.parameter} | `{each.sets}` | {each.value:.3g} | {ends} |"
    yield ""
    yield f"{fit_in_words(result.fit)}."
    yield ""


def methods(document: ReplicateDocument) -> Iterator[str]:
    """Yield each method that is used, with the rules that it uses."""
    for name, by in sorted({each.method: each.computed_by for each in document.results}.items()):
        yield f"| `{name}` | {', '.join(f'`{rule_name(rule)}`' if '.' in rule else rule for rule in by)} |"


if __name__ == "__main__":
    main()
