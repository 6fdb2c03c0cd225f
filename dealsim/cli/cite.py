"""`dealsim cite`: the sources that scenarios rest on, as BibTeX."""

import click

from dealsim.cli.options import example, json_option, set_option


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
    even if no game reaches it.
    """
    from dealsim.api.citing import cite
    from dealsim.bibliography.bib_file import bib_file
    from dealsim.results.documents.files import cite_document

    found = cite(scenarios, settings)
    for key, where in found.lacking:
        click.echo(f"{where} names {key}, which is not among dealsim's sources: cite it yourself", err=True)
    click.echo(cite_document(found).printed if as_json else "\n".join(bib_file(found)))
