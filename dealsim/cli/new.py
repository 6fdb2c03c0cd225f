"""`dealsim new`: a commented file to start from."""

import shlex
from pathlib import Path
from typing import NoReturn

import click

from dealsim.cli.options import example

SUFFIX = ".yaml"
NEXT = {  # what to do with a new file
    "scenario": ("check FILE", "run FILE", "story FILE"),
    "spec": ("check FILE", "run baseline --set every_lab.spec=FILE"),
    "experiment": ("check FILE", "sweep FILE --out NAME"),
    "claim": ("check FILE", "claims FILE --games 256 --worlds 16 --games-per-world 16"),
}


@click.command(short_help="Write a commented file to start from.", epilog=example("dealsim new my-world"))
@click.argument("name")
@click.option(
    "--extends", "base", metavar="SCENARIO", help="Say only what differs from SCENARIO, which stays as it is."
)
@click.option("--spec", "kind", flag_value="spec", help="Write a spec.")
@click.option("--experiment", "kind", flag_value="experiment", help="Write an experiment.")
@click.option("--claim", "kind", flag_value="claim", help="Write a claim.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write it to.  [default: NAME's own, or here]")
def new(name: str, base: str | None, kind: str | None, out: Path | None) -> None:
    """Write NAME.yaml: a scenario, or a file of another kind, that plays as it is, with a comment on its keys.

    No file is ever overwritten.
    """
    if kind is not None and base is not None:
        raise click.UsageError(f"--extends makes a scenario; it excludes --{kind}")
    from dealsim import api
    from dealsim.scenario.template import changes_of

    path = target_file(name, out)
    title = path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or path.stem
    kind = kind or "scenario"
    text = api.template(kind, title) if base is None else changes_of(title, *found(base, path.parent))
    write(path, text)
    steps = [
        [word.replace("FILE", str(path)).replace("NAME", path.stem) for word in step.split()] for step in NEXT[kind]
    ]
    click.echo(f"wrote {path}\n\nnow: " + "\n     ".join(shlex.join(["dealsim", *step]) for step in steps))


def target_file(name: str, folder: Path | None) -> Path:
    """Return the file to write, with its suffix."""
    path = Path(name) if folder is None else folder / name
    if path.suffix not in (SUFFIX, ".yml"):
        path = path.with_name(f"{path.name}{SUFFIX}") if path.name else path
    if not path.stem or not path.name.isprintable() or name.endswith(("/", "\\")):
        refuse(f"NAME {name!r}", "no name for a file", "a name, such as my-world")
    return path


def found(base: str, folder: Path) -> tuple[Path, str]:
    """Return the scenario that a file in a folder is to extend, and the name by which it can."""
    from dealsim.scenario import load_worlds, shipped_names
    from dealsim.scenario.files.shipped import find_scenario, stays_within

    file = find_scenario(base)
    load_worlds(base)  # what is wrong with it is reported before anything is written
    if base in shipped_names() and not Path(base).is_file():
        return file, base
    if not stays_within(file, folder):
        refuse(
            f"--extends {base}", "a file of another folder", f"one in {folder.absolute()} or below, or a shipped name"
        )
    name = file.absolute().relative_to(folder.absolute()).as_posix()
    if not name.endswith((SUFFIX, ".yml")):
        refuse(f"--extends {base}", f"the file {name}", f"a {SUFFIX} file")
    return file, name


def write(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    if not path.parent.is_dir():
        refuse(str(path), f"no folder {path.parent}", "a folder that is there")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        refuse(str(path), "a file that is there already", "another name: no file is overwritten")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        refuse(str(path), f"a file that cannot be written ({why})", "another folder or name")


def refuse(where: str, found: str, wanted: str) -> NoReturn:
    """End with what is wrong with a name."""
    from dealsim.scenario import Problem, ScenarioError

    raise ScenarioError([Problem(where, None, "", found, wanted)])
