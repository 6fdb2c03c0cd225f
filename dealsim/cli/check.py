"""`dealsim check`: validate without running."""

import click

from dealsim.cli.options import example, json_option


@click.command(short_help="Validate files without running.", epilog=example("dealsim check my-world.yaml baseline"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Validate scenarios, specs, views of training, experiments, claims and published results without running them.

    Every problem is shown with file, line, key, what was found and what is accepted.
    """
    from dealsim.api.checking import check
    from dealsim.results.documents.files import check_document
    from dealsim.scenario import ScenarioError

    problems = {}
    for file in files:
        found = check(file)
        problems[file] = () if isinstance(found, str) else found
        if as_json:
            continue
        if isinstance(found, str):
            click.echo(f"ok  {file}: {found}")
        else:
            click.echo(str(ScenarioError(found)), err=True)
    if as_json:
        click.echo(check_document(problems).printed)
    ctx.exit(2 if any(problems.values()) else 0)
