"""The scenarios, specs and views of training that travel with dealsim, and how names of files are understood."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath, PureWindowsPath

from dealsim.scenario.files.problems import Misfit, Problem, ScenarioError, nearest_name, refusal, shown

SUFFIX = ".yaml"
SUFFIXES = (".yaml", ".yml")  # of a file that another file may name
BARE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
MOST_BESIDE = 200  # files of a folder that are searched for a nearest name


@dataclass(frozen=True)
class ShippedFiles:
    """Shipped files of one kind.

    kind: what each of them is, in words.  folder: where they are.  use: how one is used, `NAME` being its name.
    """

    kind: str
    folder: Callable[[], Path]
    use: str

    @property
    def a_kind(self) -> str:
        """What each of them is, with its article."""
        return f"{'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}"

    def use_of(self, name: str) -> str:
        """Return how one is used."""
        return self.use.replace("NAME", name)

    def names(self) -> list[str]:
        """Return the bare names, in alphabetical order."""
        paths = self.folder().glob(f"*{SUFFIX}")
        return sorted(path.stem for path in paths if path.is_file() and BARE_NAME.fullmatch(path.stem))

    def find(self, name: str) -> Path:
        """Return the file that a user means by `name`: a path that exists, or the bare name of a shipped file."""
        # Not Path.is_file, which raises on a name too long for the system.
        if os.path.isfile(name):
            return Path(name)
        # Only a name on the list is looked up, so that no name can climb out of the folder.
        if name in self.names():
            return self.shipped(name)
        if os.path.exists(name):
            return Path(name)
        other = find_on(name)
        if other is not None:
            wanted = f"{self.a_kind}; {other.use_of(name)}"
            raise ScenarioError([Problem(name, None, "", other.a_kind, wanted)])
        nearest = nearest_name(Path(name).name.removesuffix(SUFFIX), self.names())
        found = "no such file" if name.endswith(SUFFIXES) else self._unknown(name)
        raise ScenarioError([Problem(name or "''", None, "", found, self._wanted("a file"), nearest)])

    def find_beside(self, name: str, folder: Path) -> Path:
        """Return the file that a file in `folder` means by `name`: a shipped one, or one beside or below it.

        Who wrote the name may be a stranger: nothing else can be opened with it. Raises Misfit.
        """
        if name in self.names():
            return self.shipped(name)
        if climbs(name):
            raise Misfit(f"the path {shown(name)}", f"{self.a_kind} in the same folder or below")
        if not name.endswith(SUFFIXES) or not os.path.lexists(folder / name):
            beside = _beside(folder)
            forgotten = f"{name}{SUFFIX}"
            near = forgotten if forgotten in beside else nearest_name(name, [*self.names(), *beside])
            raise Misfit(self._unknown(name), self._wanted(f"a {SUFFIX} file beside or below this one"), nearest=near)
        path = folder / name
        if not stays_within(path, folder):
            raise Misfit(f"{shown(name)}, a link to another folder", f"{self.a_kind} in the same folder or below")
        if not path.is_file():
            raise Misfit(f"{shown(name)}, which is not an ordinary file", f"a {SUFFIX} file")
        return path

    def shipped(self, name: str) -> Path:
        """Return the file of a shipped name."""
        return self.folder() / f"{name}{SUFFIX}"

    def _unknown(self, name: str) -> str:
        return f"no {self.kind} named {shown(name)}"

    def _wanted(self, file: str) -> str:
        names = self.names()
        return f"{file}, or one of {', '.join(names)}" if names else file


def climbs(name: str) -> bool:
    """Return whether a path could lead out of the folder that it is relative to, on any system."""
    ways = (PurePosixPath(name), PureWindowsPath(name))
    return any(way.is_absolute() or way.drive or way.root or ".." in way.parts for way in ways)


def stays_within(path: Path, folder: Path) -> bool:
    """Return whether a path leads to a place in a folder or below, links followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that form a loop
        return False


def _beside(folder: Path) -> list[str]:
    """Return some file names of a folder that could have been meant."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(MOST_BESIDE), strict=False)]
    except OSError:
        return []
    return sorted(name for name in names if name.endswith(SUFFIXES))


def shipped_folder() -> Path:
    """Return the folder of shipped scenarios: inside an installed package, else in the checkout."""
    installed = Path(str(files("dealsim"))) / "_scenarios"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "scenarios"


def specs_folder() -> Path:
    """Return the folder of shipped specs."""
    return shipped_folder() / "specs"


def views_folder() -> Path:
    """Return the folder of shipped views of training."""
    return shipped_folder() / "views"


def experiments_folder() -> Path:
    """Return the folder of shipped experiments."""
    return shipped_folder() / "experiments"


def claims_folder() -> Path:
    """Return the folder of shipped claims."""
    return shipped_folder() / "claims"


def published_folder() -> Path:
    """Return the folder of shipped published results."""
    return shipped_folder() / "published"


# Folders are looked up each time, as tests use folders of their own.
SCENARIOS = ShippedFiles("scenario", lambda: shipped_folder(), "`dealsim run NAME` plays it")
SPECS = ShippedFiles("spec", lambda: specs_folder(), "`dealsim run SCENARIO --set every_lab.spec=NAME` teaches it")
VIEWS = ShippedFiles(
    "view of training", lambda: views_folder(), "`dealsim run SCENARIO --set every_lab.training=NAME` trains so"
)
EXPERIMENTS = ShippedFiles("experiment", lambda: experiments_folder(), "`dealsim sweep NAME --out FOLDER` plays it")
CLAIMS = ShippedFiles("claim", lambda: claims_folder(), "`dealsim claims NAME` tries it")
PUBLISHED = ShippedFiles("published result", lambda: published_folder(), "`dealsim replicate NAME` computes it")
SHELVES = (SCENARIOS, SPECS, VIEWS, EXPERIMENTS, CLAIMS, PUBLISHED)


def find_on(name: str) -> ShippedFiles | None:
    """Return the first kind of shipped files that has a bare name."""
    return next((shelf for shelf in SHELVES if name in shelf.names()), None)


def find_scenario(name: str) -> Path:
    """Return the file that `name` means: a path that exists, or the bare name of a shipped scenario."""
    return SCENARIOS.find(name)


def shipped_names() -> list[str]:
    """Return the bare names of the shipped scenarios, in alphabetical order."""
    return SCENARIOS.names()


def shipped_specs() -> list[str]:
    """Return the bare names of the shipped specs, in alphabetical order."""
    return SPECS.names()


def shipped_views() -> list[str]:
    """Return the bare names of the shipped views of training, in alphabetical order."""
    return VIEWS.names()


def refuse_a_namesake(path: Path, taken: dict[str, Path]) -> None:
    """Note the file of a name. Raises ScenarioError for another file of that name, which would take its place."""
    before = taken.setdefault(path.stem, path)
    if path.resolve() != before.resolve():
        raise refusal(path, f"a second file named {shown(path.stem)}, beside {before}", "files of different names")
