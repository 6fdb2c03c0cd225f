"""`dealsim cite`: the sources that scenarios rest on, as BibTeX."""

import textwrap
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option, set_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealsim.bibliography.citing import Citation, Citations, SourceUse

COMMENTS = textwrap.TextWrapper(
    100, initial_indent="% ", subsequent_indent="%   ", break_long_words=False, break_on_hyphens=False
)


@click.command(
    short_help="Print the BibTeX of what scenarios rest on.",
    epilog=example("dealsim cite baseline power-shift > paper.bib"),
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@set_option
@json_option
def cite(scenarios: tuple[str, ...], settings: tuple[str, ...], as_json: bool) -> None:
    """Print the BibTeX of the sources that scenarios rest on, each below what it was used for.

    Counted are parameters, set or left at their defaults, unless they are 0; the rules; the comments of all files
    that a scenario is made of; the methods behind the intervals of `dealsim run`; and dealsim itself.

    Left out is what a scenario plainly lacks: other protocols than its own, contracts where none is offered,
    training where no lab has a spec, audits that never happen, collusion of copies where there is one of each,
    noise where choices are perfect, evidential cooperation where nothing is given for it. What is there counts
    even if no game comes to it.
    """
    from dealsim.bibliography import citations
    from dealsim.scenario import load_worlds

    found = citations([load_worlds(scenario, settings) for scenario in scenarios])
    for key, where in found.lacking:
        click.echo(f"{where} names {key}, which is not among dealsim's sources: cite it yourself", err=True)
    click.echo(cite_document(found) if as_json else "\n".join(page(found)))


def page(found: "Citations") -> "Iterator[str]":
    """Yield the lines of a .bib file."""
    yield comment(
        f"What {' and '.join(found.scenarios)} rest{'s' * (len(found.scenarios) == 1)} on, by `dealsim cite`."
    )
    for citation in found.cited:
        yield ""
        yield from (comment(f"used for: {line}") for line in purposes(citation, len(found.scenarios)))
        yield citation.entry.text


def purposes(citation: "Citation", scenarios: int) -> "Iterator[str]":
    """Yield what a source is used for, a line each; in which scenarios, where it is not in all."""
    for purpose in citation.purposes:
        some = f" [{', '.join(purpose.scenarios)}]" if len(purpose.scenarios) < scenarios else ""
        yield f"{purpose_in_words(purpose)}{some}"


def purpose_in_words(purpose: "SourceUse") -> str:
    """Return what a source is used for: where, and what is said there."""
    return f"{purpose.where}: {purpose.what}" if purpose.kind != "software" else purpose.what


def comment(text: str) -> str:
    """Return a comment; BibTeX would take an @ outside of an entry for the start of one."""
    said = text.replace("@", "(at)")
    return "\n".join(COMMENTS.wrap(said))


def cite_document(found: "Citations") -> str:
    """Return the sources as a JSON document."""
    from dataclasses import asdict

    from dealsim import __version__
    from dealsim.cli.documents import CiteDocument, PurposeDocument, SourceDocument

    sources = [
        SourceDocument(
            key=citation.entry.key,
            type=citation.entry.kind,
            bibtex=citation.entry.text,
            used_for=[PurposeDocument(**asdict(purpose)) for purpose in citation.purposes],
        )
        for citation in found.cited
    ]
    lacking = sorted({key for key, _ in found.lacking})
    document = CiteDocument(scenarios=list(found.scenarios), sources=sources, lacking=lacking, version=__version__)
    return document.model_dump_json(indent=2)
