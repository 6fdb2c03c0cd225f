"""What both versions play: every shipped world and experiment, small, and a command of each kind.

Each command has a name, which is also the folder for what it prints; what it writes besides goes to `out` below that.
"""

import json
from pathlib import Path

type Commands = list[tuple[str, list[str]]]

ONE = ("--workers", "1")
GAMES = ("--games", "64", *ONE)
FEW = ("--games", "4", *ONE)  # of the readable game, which plays a few a second
WRONG = ("check/wrong", "check/wrong-json")  # commands that are to fail
PROTOCOLS = ("none", "menu", "alternating", "concession", "nash")  # beside that of the baseline
SMALL = {
    "trait-effects": ("games=16", "scenario=pessimist"),
    "risk-by-scope": ("games=64", "factors.risk_aversion.steps=3", "factors.scope_sensitivity.steps=3"),
    "spec-frontier": ("games=64",),
    "credibility": ("games=64", "factors.enforcement.steps=3"),
    "timing": ("games=64", "factors.growth.steps=2", "keep=games"),
    "world-sobol": ("games=16", "design.sobol=4", "keep=games"),
}

WORLD = """
title: Small
horizon: 8
protocol: posted
labs: {a: {copies: 2}}
plans: {p: {difficulty: 0.3, prize: 1.0}}
safety: {steepness: 4}
"""
EXPERIMENT = """
title: Two numbers
scenario: small.yaml
factors:
  control: {set: every_lab.control, range: [0.2, 0.9]}
  enforcement: {set: every_lab.enforcement, range: [0.1, 0.9]}
  nothing: {dummy: true}
"""
CLAIM = {
    "title": "Control lowers takeovers",
    "claim": "Where more attempts are stopped, fewer succeed.",
    "group": "takeover",
    "source": "assumption",
    "lever": {"name": "control", "less": {"every_lab.control": 0.1}, "more": {"every_lab.control": 0.9}},
    "predictions": {
        "takeover": {"measure": "takeover", "direction": "falls"},
        "hill": {
            "measure": "takeover",
            "direction": "falls",
            "about": "with a steeper hill",
            "given": {"safety.steepness": 8},
            "rather_than": {},
        },
        "minds": {"measure": "honesty of minds", "direction": "stays"},
        "deals": {"measure": "value_given_takeover", "direction": "does not fall"},
    },
    "worlds": ["small.yaml", "unsure.yaml"],
}
FILES = {
    "small.yaml": WORLD,
    "unsure.yaml": WORLD.replace("steepness: 4", "steepness: 3 to 9") + "every_lab: {enforcement: 0.2 to 0.9}\n",
    "wrong.yaml": WORLD.replace("horizon: 8", "horizon: -8").replace("difficulty", "dificulty"),
    "screening.yaml": EXPERIMENT + "design: {morris: 4}\ngames: 256\n",
    "sample.yaml": EXPERIMENT + "design: {latin_hypercube: 80}\ngames: 64\nluck: own\n",
    "until.yaml": EXPERIMENT + "design: {latin_hypercube: 8}\ngames: {until: takeover, width: 0.1, at_most: 2048}\n",
    "claim.yaml": json.dumps(CLAIM),  # JSON is YAML
}


def shipped(checkout: Path) -> dict[str, list[str]]:
    """Return the names of a checkout's worlds and experiments."""
    scenarios = checkout / "scenarios"
    folders = {"worlds": scenarios, "experiments": scenarios / "experiments"}
    return {kind: sorted(path.stem for path in folder.glob("*.yaml")) for kind, folder in folders.items()}


def commands_for(names: dict[str, list[str]]) -> Commands:
    """Return all that is played, given the names of what is shipped."""
    return [*runs(names["worlds"]), *sweeps(names["experiments"]), *of_results(), *comparisons(), *evidence(), *files()]


def kept(command: str, name: str, *words: str) -> tuple[str, list[str]]:
    """Return a command that prints a document and writes a folder of results."""
    at = f"{command}/{name}"
    return at, [command, *words, "--json", "--out", f"{at}/out"]


def runs(worlds: list[str]) -> Commands:
    """Return runs of every world, of every protocol, and by the readable game."""
    found = [kept("run", world, world, *GAMES) for world in worlds]
    found += [kept("run", f"protocol-{p}", "baseline", "--set", f"protocol={p}", *GAMES) for p in PROTOCOLS]
    found += [kept("run", f"{world}-mesa", world, "--engine", "mesa", *FEW) for world in ("baseline", "plausible")]
    return [*found, *((f"run/{world}-text", ["run", world, *GAMES]) for world in ("baseline", "plausible"))]


def sweeps(experiments: list[str]) -> Commands:
    """Return a small sweep of every experiment, shipped or ours, and one in two parts."""
    own = dict.fromkeys(("screening.yaml", "sample.yaml", "until.yaml"), ())
    asked = {name: SMALL.get(name, ("games=16",)) for name in experiments} | own
    found = [kept("sweep", name.removesuffix(".yaml"), *sweep(name, *said)) for name, said in asked.items()]
    parts = sweep("timing", *SMALL["timing"])
    return [*found, *(kept("sweep", f"timing-{k}", *parts, "--shard", f"{k}/2") for k in (1, 2))]


def sweep(name: str, *settings: str) -> list[str]:
    """Return the words for a sweep in one thread."""
    return [name, *(word for said in settings for word in ("--set", said)), "--threads", *ONE]


def of_results() -> Commands:
    """Return what reads the folders that sweeps wrote."""
    return [
        kept("merge", "timing", "sweep/timing-1/out", "sweep/timing-2/out"),
        ("repeat/risk-by-scope", ["repeat", "sweep/risk-by-scope/out", "--points", "3", "--json", *ONE]),
        *(sensitivity(name, "--outcome", "takeover") for name in ("world-sobol", "screening", "credibility")),
        sensitivity("sample", "--case", "takeover>0.2"),
        ("sensitivity/text", ["sensitivity", "sweep/screening/out", "--outcome", "takeover"]),
        *(table(name, form) for name in ("credibility", "world-sobol") for form in ("markdown", "csv")),
    ]


def sensitivity(name: str, *words: str) -> tuple[str, list[str]]:
    """Return the analysis of a sweep."""
    return f"sensitivity/{name}", ["sensitivity", f"sweep/{name}/out", *words, "--resamples", "200", "--json"]


def table(name: str, form: str) -> tuple[str, list[str]]:
    """Return the table of a sweep, of every point where it is for programs."""
    every = ["--all"] if form == "csv" else []
    return f"table/{name}-{form}", ["table", f"sweep/{name}/out", "--format", form, *every]


def comparisons() -> Commands:
    """Return comparisons, negotiations, windows and stories."""
    compare = ["compare", "baseline", "no-deals", *GAMES]
    story = ["story", "baseline", "--game", "3", "--explain"]
    return [
        ("compare/no-deals", [*compare, "--story", "--json"]),
        ("compare/uncertain", ["compare", "plausible", "--set", "protocol=menu", *GAMES, "--json"]),
        ("compare/text", compare),
        kept("negotiations", "baseline", "baseline", *FEW),
        ("window/baseline", ["window", "baseline", "--json"]),
        ("window/text", ["window", "power-shift"]),
        ("story/baseline", [*story, "--json"]),
        ("story/text", story),
    ]


def evidence() -> Commands:
    """Return claims, played small and as they are shipped, published numbers, and sources."""
    return [
        kept("claims", "small", "claim.yaml", "--games", "64", "--worlds", "16", "--games-per-world", "4", *ONE),
        ("claims/text", ["claims", "--shipped", "23"]),
        ("claims/shipped", ["claims", "--shipped", "--json"]),
        ("replicate/all", ["replicate", "--json"]),
        ("replicate/text", ["replicate", "thornley-pay"]),
        ("cite/some", ["cite", "baseline", "coalition", "--json"]),
    ]


def files() -> Commands:
    """Return what is said of files: whether they are right, what may stand in them, and a new one."""
    kinds = ("scenario", "spec", "training", "experiment", "claim", "published", "results")
    return [
        ("check/shipped", ["check", "baseline", "plausible", "credibility", "world-sobol"]),
        ("check/wrong", ["check", "wrong.yaml"]),
        ("check/wrong-json", ["check", "wrong.yaml", "--json"]),
        *((f"schema/{kind}", ["schema", kind]) for kind in kinds),
        ("new/world", ["new", "world", "--out", "new/world"]),
    ]
