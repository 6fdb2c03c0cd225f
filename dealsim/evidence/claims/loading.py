"""Turn claims' files into trials: each prediction in each world, with the scenarios played for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from dealsim.evidence.claims.schema import Claim, Lever, Prediction, Settings
from dealsim.experiment.dimensions import key_path
from dealsim.experiment.loading import noted, read_base, refuse_an_unknown_key, set_in, written_out
from dealsim.experiment.study import Study
from dealsim.measure.claim_measures import Measure, measure_of
from dealsim.scenario.files.overrides import with_values
from dealsim.scenario.files.problems import KeyPath, Misfit, Problem, ScenarioError, shown
from dealsim.scenario.files.shipped import CLAIMS, refuse_a_namesake
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.files.validation import in_order, validated
from dealsim.scenario.recognise import is_a, refuse_another_kind
from dealsim.scenario.worlds.worlds import Worlds

LESS, MORE = "less", "more"
DECISIONS_OF_A_SAMPLE = 4  # the mean over its worlds, the difference between two sides of a limit, and either side


@dataclass(frozen=True)
class Sizes:
    """The amount of play.

    games: in each named world.  worlds: of a sample.  games_per_world: in each of those; a power of two up to 1024.
    """

    games: int
    worlds: int
    games_per_world: int


def some_sizes() -> Sizes:
    """Return sizes for a quick look at a claim."""
    return Sizes(1, 1, 1)


@dataclass(frozen=True, eq=False)
class Arm:
    """One side of a comparison: a scenario, and whether its games are played or only its minds formed."""

    worlds: Worlds
    formed: bool

    @cached_property
    def key(self) -> str:
        """What is played, the same for every claim that asks for it."""
        return f"{'minds' if self.formed else 'games'} {self.worlds.digest}"


@dataclass(frozen=True, eq=False)
class Trial:
    """A prediction in a world.

    arms: less and more; where two conditions are compared, then less and more of the other condition.
    """

    world: str
    arms: tuple[Arm, ...]

    @property
    def sampled(self) -> bool:
        """Whether its world is a sample of worlds."""
        return any(arm.worlds.uncertain for arm in self.arms)


@dataclass(frozen=True)
class ReadyPrediction:
    """A prediction of a claim, ready to be tried."""

    name: str
    prediction: Prediction
    lever: Lever
    measure: Measure
    trials: tuple[Trial, ...]


@dataclass(frozen=True)
class ReadyClaim:
    """A claim, ready to be tried.

    id: its file's name, without its ending.
    """

    id: str
    claim: Claim
    parts: tuple[ReadyPrediction, ...]


def shipped_claims() -> list[str]:
    """Return the names of the shipped claims, in order."""
    return CLAIMS.names()


def find_claim(name: str) -> Path:
    """Return a claim's file: a path, a shipped name, or the number that a shipped name begins with, such as 3b.

    Raises ScenarioError where there is none.
    """
    numbered = [each for each in shipped_claims() if claim_number(each) == name.casefold().lstrip("0")]
    return CLAIMS.find(numbered[0] if len(numbered) == 1 else name)


def claim_number(name: str) -> str:
    """Return the number that a claim's name begins with: 3b of `03b-myopia-warning-shots`."""
    return name.partition("-")[0].lstrip("0")


@dataclass(frozen=True)
class Said:
    """A claim as its file says it, before checking that it can be played."""

    claim: Claim
    source: Source


def read_claims(names: Sequence[str] = ()) -> dict[str, Said]:
    """Return claims by their ids; without names every shipped one. Raises ScenarioError with every problem."""
    problems, read, taken = list[Problem](), dict[str, Said](), dict[str, Path]()
    for name in names or shipped_claims():
        try:
            path = find_claim(name)
            refuse_a_namesake(path, taken)
            read[path.stem] = read_claim(path)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return read


def load_claims(names: Sequence[str], sizes: Sizes) -> "list[ReadyClaim]":
    """Return claims, ready to be tried; without names every shipped one. Raises ScenarioError with every problem."""
    shelf, problems, ready = ScenarioCache(sizes), list[Problem](), list[ReadyClaim]()
    for id_, said in read_claims(names).items():
        try:
            ready.append(ready_claim(id_, said, shelf))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return ready


def decisions_of(claims: Sequence[ReadyClaim]) -> int:
    """Return how many intervals decide something where these claims are tried together."""
    trials = (trial for claim in claims for part in claim.parts for trial in part.trials)
    return sum(DECISIONS_OF_A_SAMPLE if trial.sampled else 1 for trial in trials)


def is_claim(name: str) -> bool:
    """Return whether a name is that of a shipped claim, or of a file that looks like one."""
    return is_a(CLAIMS, name)


@dataclass
class ScenarioCache:
    """Worlds and arms, each made once for all claims that need it."""

    sizes: Sizes
    bases: dict[tuple[str, Path], Source] = field(default_factory=dict)
    arms: dict[tuple[str, Path, str, bool], Arm] = field(default_factory=dict)

    def base(self, name: str, folder: Path) -> Source:
        """Return a base scenario. Raises Misfit or ScenarioError unless it can be played here."""
        known = self.bases.get((name, folder))
        if known is None:
            known = read_base(name, folder)
            if Study.worlds_of(known).uncertain:
                known = with_values(known, [(("games_per_world",), self.sizes.games_per_world)], name)
            self.bases[name, folder] = known
        return known

    def arm(self, name: str, folder: Path, settings: Settings, source: Source, *, formed: bool) -> Arm:
        """Return a base scenario with some settings. Raises Misfit or ScenarioError unless it still is a scenario."""
        address = name, folder, repr(sorted(settings.items())), formed
        known = self.arms.get(address)
        if known is None:
            whole = sorted((key_path(key), value) for key, value in settings.items())
            pairs = tuple((path, written_out(path, value, source)) for path, value in whole)
            made = set_in(self.base(name, folder), pairs, source.name)
            known = self.arms[address] = Arm(Study.worlds_of(made), formed)
        return known


def read_claim(path: Path) -> Said:
    """Return what a claim's file says. Raises ScenarioError with every problem of its form."""
    source = parse_source(read_text(path), str(path), CLAIMS.kind)
    refuse_another_kind(source, CLAIMS)
    claim, problems = validated(Claim, source)
    if claim is None or problems:
        raise ScenarioError(in_order([*problems, *problems_in_playing(claim, source)], source.name))
    return Said(claim, source)


def problems_in_playing(claim: Claim | None, source: Source) -> tuple[Problem, ...]:
    """Return what else is wrong with a claim, a part of which is right."""
    try:
        if claim is not None:
            ready_claim("", Said(claim, source), ScenarioCache(some_sizes()))
    except ScenarioError as error:
        return error.problems
    return ()


def ready_claim(id_: str, said: Said, shelf: ScenarioCache) -> ReadyClaim:
    """Return a claim, ready to be tried. Raises ScenarioError with every problem that was found."""
    claim, source = said.claim, said.source
    problems: list[Problem] = []
    check_keys(claim, source, problems)
    if problems:
        check_worlds(claim, source, shelf, problems)
    parts = [] if problems else [*make_parts(claim, source, shelf, problems)]
    if problems:
        raise ScenarioError(in_order(problems, source.name))
    return ReadyClaim(id_, claim, tuple(parts))


def check_keys(claim: Claim, source: Source, problems: list[Problem]) -> None:
    """Note the keys that no scenario has."""
    for at, settings in settings_of(claim):
        for key in settings:
            with noted(problems, source):
                refuse_an_unknown_key(key_path(key), (*at, key))


def check_worlds(claim: Claim, source: Source, shelf: ScenarioCache, problems: list[Problem]) -> None:
    """Note the worlds that cannot be played."""
    for name, prediction in claim.predictions.items():
        for world in prediction.worlds or claim.worlds:
            with noted(problems, source, ("predictions", name)):
                shelf.base(world, Path(source.name).parent)


def settings_of(claim: Claim) -> "list[tuple[KeyPath, Settings]]":
    """Return all settings of a claim, each with the place where it is said."""
    found: list[tuple[KeyPath, Settings]] = [(("lever", end), getattr(claim.lever, end)) for end in (LESS, MORE)]
    for name, each in claim.predictions.items():
        here: KeyPath = ("predictions", name)
        found.append(((*here, "given"), each.given))
        if each.rather_than is not None:
            found.append(((*here, "rather_than"), each.rather_than))
        if each.lever is not None:
            found += [((*here, "lever", end), getattr(each.lever, end)) for end in (LESS, MORE)]
    return found


def make_parts(claim: Claim, source: Source, shelf: ScenarioCache, problems: list[Problem]) -> "list[ReadyPrediction]":
    """Return the predictions, ready to be tried; note what is wrong."""
    parts = []
    for name, prediction in claim.predictions.items():
        measure = measure_of(prediction.measure)
        assert measure is not None
        lever = prediction.lever or claim.lever
        trials: list[Trial] = []
        for world in prediction.worlds or claim.worlds:
            at: KeyPath = ("predictions", name)
            with noted(problems, source, at):
                if Path(world).stem in (trial.world for trial in trials):
                    raise Misfit(shown(world), "worlds of different names")
                trials.append(trial_of(world, prediction, lever, source, shelf, formed=measure.formed))
        parts.append(ReadyPrediction(name, prediction, lever, measure, tuple(trials)))
    return parts


def trial_of(
    world: str, prediction: Prediction, lever: Lever, source: Source, shelf: ScenarioCache, *, formed: bool
) -> Trial:
    """Return a prediction in a world. Raises Misfit or ScenarioError where it cannot be played there."""
    folder = Path(source.name).parent
    conditions = [prediction.given] if prediction.rather_than is None else [prediction.given, prediction.rather_than]
    arms = [
        shelf.arm(world, folder, {**condition, **end}, source, formed=formed)
        for condition in conditions
        for end in (lever.less, lever.more)
    ]
    if len({arm.worlds.games_per_world for arm in arms}) > 1:
        raise Misfit(
            f"{shown(world)}, certain with one setting and uncertain with the other",
            "settings that leave it certain, or uncertain, in both",
        )
    return Trial(Path(world).stem, tuple(arms))
