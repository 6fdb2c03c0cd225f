"""`dealsim replicate`: published numbers recomputed."""

import click

from dealsim.cli.options import example, json_option, warn_of_compiling


@click.command(
    short_help="Recompute published numbers.",
    epilog=example("dealsim replicate thornley-pay --set thornley-pay.trust=0.6"),
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="ID.KEY=VALUE",
    help="Change an input and show our value alone; may be repeated.",
)
@json_option
@click.pass_context
def replicate(ctx: click.Context, ids: tuple[str, ...], settings: tuple[str, ...], as_json: bool) -> None:
    """Recompute published numbers by the rules of the game: theirs, ours, and whether ours is within tolerance.

    ID is that of a shipped result, or a file of your own; without one, all that are shipped. Fits of the game's
    parameters to experiments are shown apart: they replicate nothing. Of a single ID every input is shown, with its
    unit and range; --set changes one and so computes any similar case. Exit status 1 if anything differs.
    """
    warn_of_compiling()
    from dealsim import api

    document = api.replicate(ids, settings)
    if as_json:
        click.echo(document.printed)
    else:
        from dealsim.cli.replicate_page import print_replications

        print_replications(document)
    ctx.exit(1 if document.differ else 0)
