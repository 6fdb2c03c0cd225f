"""What travels with dealsim: worlds, specs, experiments and other files, and the words that such files may use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dealsim.scenario.files.problems import nearest_name, refusal
from dealsim.scenario.files.shipped import CLAIMS, EXPERIMENTS, PUBLISHED, SCENARIOS, SPECS, VIEWS, ShippedFiles
from dealsim.scenario.files.source import parse_source, read_text
from dealsim.scenario.recognise import kind_of_tree

PROTOCOLS = {
    "none": "no talks: labs offer nothing",
    "posted": "the lab names one price; the AI takes it or leaves it",
    "alternating": "lab and AI make offers in turn; every refusal may end the talks",
    "concession": "each side gives way by the clock, until one offers enough",
    "menu": "the lab offers contracts that cost it the same; the AI chooses one",
    "nash": "both get the split that an arbiter would propose who knows their gains",
}


@dataclass(frozen=True)
class Entry:
    """One thing by its name. title: one line that says what it is."""

    name: str
    title: str


@dataclass(frozen=True)
class Shown:
    """One thing in full.

    kind: what it is, in words.  use: which command it is for.  text: its file with its comments, or what it means.
    is_file: whether it is a file.
    """

    kind: str
    name: str
    use: str
    text: str
    is_file: bool


def catalogue(kind: str | None = None) -> dict[str, tuple[Entry, ...]]:
    """Return what is shipped, as `dealsim list` does.

    Parameters
    ----------
    kind
        One of `worlds`, `specs`, `views`, `experiments`, `claims`, `published`, `protocols`, `designs` and `outcomes`;
        by default all of them.

    Returns
    -------
    dict of tuple of Entry
        Names with a line each, by kind.

    Raises
    ------
    ScenarioError
        A ValueError, where the kind is none of these.

    Examples
    --------
    >>> from dealsim import api
    >>> [entry.name for entry in api.catalogue("protocols")["protocols"]]
    ['none', 'posted', 'alternating', 'concession', 'menu', 'nash']
    """
    kind = ALSO_CALLED.get(kind or "", kind)
    if kind is not None and kind not in KINDS:
        raise refusal(kind, "an unknown kind", f"one of {', '.join(KINDS)}", nearest_name(kind, KINDS))
    return {each: tuple(KINDS[each]()) for each in KINDS if kind in (None, each)}


def show(name: str) -> Shown:
    """Return something shipped in full, as `dealsim show` prints it.

    Parameters
    ----------
    name
        The name of a shipped world, spec, view of training, experiment, claim (or its number), published result,
        protocol, design or outcome; or a file.

    Returns
    -------
    Shown
        The file with its comments, or what the word means, and which command it is for.

    Raises
    ------
    ScenarioError
        A ValueError, where there is nothing of this name.

    Examples
    --------
    >>> from dealsim import api
    >>> api.show("posted").text
    'the lab names one price; the AI takes it or leaves it'
    """
    shown = file_of(name) or word_of(name)
    if shown is None:
        names = [entry.name for entries in catalogue().values() for entry in entries]
        raise refusal(name, "nothing of this name", "a name that `dealsim list` prints", nearest_name(name, names))
    return shown


def file_of(name: str) -> Shown | None:
    """Return a file in full: a shipped one, or one of your own."""
    from dealsim.evidence.claims.loading import claim_number

    shelves = [shelf for shelf in SHELVES.values() if name in shelf.names()]
    numbered = [each for each in CLAIMS.names() if claim_number(each) == name.casefold().lstrip("0")]
    if Path(name).is_file():
        text = read_text(Path(name))
        shelf = kind_of_tree(parse_source(text, name).tree) or SCENARIOS
    elif shelves:
        shelf, text = shelves[0], read_text(shelves[0].shipped(name))
    elif len(numbered) == 1:
        return file_of(numbered[0])
    else:
        return None
    return Shown(shelf.kind, name, shelf.use_of(name), text, is_file=True)


def word_of(name: str) -> Shown | None:
    """Return a word that files use: what it means."""
    for kind, words in WORDS.items():
        for entry in words():
            if entry.name == name:
                return Shown(kind, name, USES[kind].replace("NAME", name), entry.title, is_file=False)
    return None


def entries_of(shelf: ShippedFiles) -> Iterator[Entry]:
    """Yield the shipped files of a kind, each with what it is about, or its title, or what its comment begins with."""
    for name in shelf.names():
        text = read_text(shelf.shipped(name))
        said = parse_source(text, name, shelf.kind).tree
        yield Entry(name, str(said.get("about") or said.get("title") or first_sentence(text)))


def first_sentence(text: str) -> str:
    """Return the first sentence of the comment that a file begins with."""
    lines = text.splitlines()
    comment = [line.removeprefix("#").strip() for line in lines[: next(n for n, x in enumerate(lines) if x[:1] != "#")]]
    return " ".join(comment).partition(". ")[0]


def protocols() -> Iterator[Entry]:
    """Yield the protocols."""
    yield from (Entry(name, title) for name, title in PROTOCOLS.items())


def designs() -> Iterator[Entry]:
    """Yield the designs of experiments."""
    from dealsim.experiment.design.registry import DESIGNS

    yield from (Entry(each.WORD, " ".join((each.__doc__ or "").split("\n\n")[0].split())) for each in DESIGNS)


def outcomes() -> Iterator[Entry]:
    """Yield the outcomes."""
    from dealsim.measure.naming import outcome_name
    from dealsim.measure.outcomes import OUTCOMES

    for name, outcome in OUTCOMES.items():
        said = outcome_name(name)
        yield Entry(name, f"{said}: {outcome.formula}" if said != name.replace("_", " ") else outcome.formula)


SHELVES = {
    "worlds": SCENARIOS,
    "specs": SPECS,
    "views": VIEWS,
    "experiments": EXPERIMENTS,
    "claims": CLAIMS,
    "published": PUBLISHED,
}
ALSO_CALLED = {"scenarios": "worlds", "trainings": "views"}
WORDS: dict[str, Callable[[], Iterator[Entry]]] = {"protocol": protocols, "design": designs, "outcome": outcomes}
USES = {
    "protocol": "`dealsim run SCENARIO --set protocol=NAME` plays it",
    "design": "`design: NAME` in an experiment's file",
    "outcome": "`dealsim run SCENARIO --outcome NAME` prints it",
}
KINDS: dict[str, Callable[[], Iterator[Entry]]] = {
    **{kind: partial(entries_of, shelf) for kind, shelf in SHELVES.items()},
    **{f"{kind}s": words for kind, words in WORDS.items()},
}
