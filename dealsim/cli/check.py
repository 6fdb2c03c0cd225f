"""`dealsim check`: validate without running."""

from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option

if TYPE_CHECKING:
    from dealsim.scenario import Problem, Worlds


@click.command(short_help="Validate scenarios without running.", epilog=example("dealsim check my-world.yaml baseline"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Validate scenarios without running them: every problem, with line, key and what would do."""
    from dealsim.scenario import ScenarioError, load_worlds

    found: dict[str, tuple[Problem, ...]] = {}
    for file in files:
        try:
            worlds = load_worlds(file)
            found[file] = ()
            if not as_json:
                click.echo(f"ok  {file}: {described(worlds)}")
        except ScenarioError as error:
            found[file] = error.problems
            if not as_json:
                click.echo(str(error), err=True)
    if as_json:
        click.echo(document_of(found))
    ctx.exit(2 if any(found.values()) else 0)


def described(worlds: "Worlds") -> str:
    """Return a scenario in a few words."""
    scenario, uncertain = worlds.median, len(worlds.uncertain)
    sizes = {"lab": len(scenario.labs), "plan": len(scenario.plans), "quarter": scenario.horizon}
    counted = ", ".join(f"{count} {thing}{'s' * (count > 1)}" for thing, count in sizes.items())
    named = f"; names agents ({scenario.agents}), which are not looked for here" if scenario.agents.named() else ""
    drawn = f", {uncertain} uncertain number{'s' * (uncertain > 1)}" if uncertain else ""
    return f"{counted}, protocol {scenario.protocol}{drawn}{named}"


def document_of(found: "dict[str, tuple[Problem, ...]]") -> str:
    """Return what was found as a JSON document."""
    from dataclasses import asdict

    from dealsim.cli.documents import CheckDocument, CheckedFile, ProblemDocument

    files = [
        CheckedFile(file=file, ok=not problems, problems=[ProblemDocument(**asdict(p)) for p in problems])
        for file, problems in found.items()
    ]
    return CheckDocument(ok=all(file.ok for file in files), files=files).model_dump_json(indent=2)
