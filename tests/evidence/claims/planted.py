"""Claims about worlds so small that they cost nothing, and effects planted in games that were never played."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dealsim.evidence.claims.ledger import ClaimFound, LedgerSums
from dealsim.evidence.claims.loading import ReadyClaim, Sizes, load_claims

WORLD = (
    "title: Small\nhorizon: 8\nprotocol: none\nlabs: {a: {copies: 2}}\n"
    "plans: {p: {difficulty: 0.3, prize: 1.0}}\nsafety: {steepness: 4}\n"
)
UNSURE = (
    WORLD.replace("steepness: 4", "steepness: 3 to 9, base_defence: {uniform: [0, 1]}")
    + "every_lab: {enforcement: 0.2 to 0.9}\n"
)
SIZES = Sizes(games=2048, worlds=128, games_per_world=32)
TAKEOVER = {"measure": "takeover", "direction": "falls"}
CONTROL = {"name": "control", "less": {"every_lab.control": 0.1}, "more": {"every_lab.control": 0.9}}

type Numbers = NDArray[np.float64]
type Plant = Callable[[str, np.random.Generator, int], tuple[Numbers, Numbers]]


def said(**changes: Any) -> dict[str, Any]:
    """Return what a claim's file says: control lowers takeovers in one small world, but for what is given."""
    return {
        "title": "Control lowers takeovers",
        "claim": "Where more attempts are stopped, fewer succeed.",
        "group": "takeover",
        "source": "assumption",
        "lever": CONTROL,
        "predictions": {"takeover": TAKEOVER},
        "worlds": ["small.yaml"],
    } | changes


def write(folder: Path, name: str = "try", **changes: Any) -> Path:
    """Write the small worlds and a claim about them; return the claim's file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "small.yaml").write_text(WORLD)
    (folder / "other.yaml").write_text(WORLD.replace("difficulty: 0.3", "difficulty: 0.4"))
    (folder / "unsure.yaml").write_text(UNSURE)
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(said(**changes)))  # JSON is YAML
    return path


def claim(folder: Path, sizes: Sizes = SIZES, **changes: Any) -> ReadyClaim:
    """Return a claim, ready to be tried."""
    return load_claims([str(write(folder, **changes))], sizes)[0]


def shares(less: float, more: float) -> Plant:
    """Return games whose outcome is 1 with one chance or another, by the same luck."""

    def plant(world: str, luck: np.random.Generator, games: int) -> tuple[Numbers, Numbers]:
        u = luck.random(games)
        return (u < less).astype(float), (u < more).astype(float)

    return plant


def found(ready: ReadyClaim, plant: Plant, *, seed: int = 0, decisions: int = 1, sizes: Sizes = SIZES) -> ClaimFound:
    """Return what is found of a claim in planted games.

    plant: world, luck and how many games -> values with less and with more.
    """
    book, luck = LedgerSums([ready], sizes, 0, decisions), np.random.default_rng(seed)
    for part in ready.parts:
        for trial in part.trials:
            games = sizes.worlds * sizes.games_per_world if trial.sampled else sizes.games
            values = plant(trial.world, luck, games)
            pairs = [*zip(trial.arms, values * (len(trial.arms) // 2), strict=True)]
            book.add({arm.key: {part.measure.name: column} for arm, column in pairs})
    return book.ledger(0).claims[0]
