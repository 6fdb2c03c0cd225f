"""`dealsim check`: validate without running."""

import click

from dealsim.cli.options import example, json_option


@click.command(short_help="Validate files without running.", epilog=example("dealsim check my-world.yaml baseline"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Validate scenarios, specs, views of training, experiments, claims and published results without running them.

    Every problem is shown with file, line, key, what was found and what is accepted. Notes say what is valid, but
    easily overlooked: a key that changes nothing because labs set their own, a list that is no interval, qualities that
    cost nothing to teach.
    """
    from dealsim.api import checked
    from dealsim.results.documents.files import check_document
    from dealsim.scenario import ScenarioError

    found = {file: checked(file) for file in files}
    for file, each in found.items() if not as_json else ():
        if each.problems:
            click.echo(str(ScenarioError(each.problems)), err=True)
            continue
        click.echo(f"ok  {file}: {each.description}")
        for remark in each.remarks:
            click.echo(f"    note: {remark}")
    if as_json:
        click.echo(check_document(found).printed)
    ctx.exit(2 if any(each.problems for each in found.values()) else 0)
