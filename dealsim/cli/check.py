"""`dealsim check`: validate without running."""

from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option

if TYPE_CHECKING:
    from dealsim.scenario import Problem, Worlds
    from dealsim.scenario.spec_schema import Spec, Training


@click.command(short_help="Validate files without running.", epilog=example("dealsim check my-world.yaml baseline"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Validate scenarios, specs and views of training without running them.

    Every problem is told, with file, line, key, what was found and what would do.
    """
    from dealsim.scenario import ScenarioError
    from dealsim.scenario.loading import load_any

    found: dict[str, tuple[Problem, ...]] = {}
    for file in files:
        try:
            said = load_any(file)
            found[file] = ()
            if not as_json:
                click.echo(f"ok  {file}: {described(said)}")
        except ScenarioError as error:
            found[file] = error.problems
            if not as_json:
                click.echo(str(error), err=True)
    if as_json:
        click.echo(document_of(found))
    ctx.exit(2 if any(found.values()) else 0)


def described(said: "Worlds | Spec | Training") -> str:
    """Return what a file says in a few words."""
    from dealsim.scenario import Worlds
    from dealsim.scenario.spec_schema import Spec

    if isinstance(said, Worlds):
        return scenario_in_words(said)
    if not isinstance(said, Spec):
        return "a view of training"
    taught = sum(quality.emphasis for quality in said.qualities.values())
    return f"a spec of {len(said.qualities)} qualities, which take {taught:.0%} of training"


def scenario_in_words(worlds: "Worlds") -> str:
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
