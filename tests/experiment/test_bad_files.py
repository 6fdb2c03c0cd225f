"""A bad experiment is told line by line: file, line, key, what was found, what would do, and the nearest name."""

import os
from pathlib import Path

import pytest

from dealsim.experiment.loading import load_experiment
from dealsim.scenario.files.shipped import shipped_names, shipped_specs
from tests.cli.programs import call
from tests.experiment.small import write

HEAD = "title: Try\nscenario: world.yaml\ngames: 40\n"
FACTOR = "factors:\n  control: {set: every_lab.control, values: [0.2, 0.8]}\n"
GOOD = HEAD + FACTOR


def with_factor(said: str) -> str:
    """Return an experiment with one factor, in line 5."""
    return HEAD + f"factors:\n  a: {said}\n"


CASES = {
    "a misspelt key of a factor": (with_factor("{set: every_lab.control, value: [0.2]}"),
        ":5: factors.a.value: found an unknown key; did you mean 'values'?"),
    "an unknown key of the scenario": (with_factor("{set: every_lab.contrl, values: [0.2]}"),
        ":5: factors.a.set: found the unknown key every_lab.contrl; did you mean 'every_lab.control'?"),
    "an unknown key in a level": (with_factor("{levels: {b: {every_lab.control: 0.1}, c: {every_lab.contrl: 0.3}}}"),
        ":5: factors.a.levels.c: found the unknown key every_lab.contrl; did you mean 'every_lab.control'?"),
    "an unknown key in the settings": (GOOD + "settings:\n  every_lab.audit_rat: 0.3\n",
        ":7: settings.every_lab.audit_rat (sets every_lab.audit_rat): found an unknown key; "
        "did you mean 'audit_rate'?"),
    "a value out of range": (with_factor("{set: every_lab.control, values: [0.2, 1.8]}"),
        ":5: factors.a.values.1 (sets every_lab.control): found 1.8; wanted a number from 0 to 1 (chance)"),
    "a level out of range": (with_factor("{levels: {b: {every_lab.control: 3}}}"),
        ":5: factors.a.levels.b (sets every_lab.control): found 3; wanted a number from 0 to 1 (chance)"),
    "a range beyond the range": (with_factor("{set: every_lab.control, range: [0.2, 1.8]}"),
        ":5: factors.a.range: found [0.2, 1.8]; wanted both ends at least 0 and at most 1"),
    "a range of a word": (with_factor("{set: protocol, range: [0.2, 0.8]}"),
        ":5: factors.a.set: found the key protocol; wanted a key at which a number stands"),
    "a range of whole numbers": (with_factor("{set: every_lab.copies, range: [1, 8]}"),
        ":5: factors.a.range: found [1, 8]; wanted values: [...], or range: {choice: [...]}, for a whole number"),
    "a range from high to low": (with_factor("{set: every_lab.control, range: [0.8, 0.2]}"),
        ":5: factors.a.range: found [0.8, 0.2]; wanted the lower end first, then the upper one"),
    "a range of one number": (with_factor("{set: every_lab.control, range: 5}"),
        ":5: factors.a.range: found 5; wanted [low, high], or an uncertain number such as 0.05 to 0.3"),
    "an unknown word": (with_factor("{set: protocol, values: [posted, gift]}"),
        ":5: factors.a.values.1 (sets protocol): found 'gift'; wanted one of none, posted, alternating, concession, "
        "menu, nash"),
    "a lab that is not there": (with_factor("{set: labs.b.control, values: [0.2]}"),
        ":5: factors.a.values.0: found no 'b' among the labs; wanted one of a"),
    "a spec that is not there": (with_factor("{set: every_lab.spec, values: [humble, humbel]}"),
        ":5: factors.a: found no spec named 'humbel'; wanted a .yaml file beside or below this one, or one of "
        "SPECS; did you mean 'humble'?"),
    "a spec out of the folder": (with_factor("{set: every_lab.spec, values: [../x.yaml]}"),
        ":5: factors.a: found the path '../x.yaml'; wanted a spec in the same folder or below"),
    "nothing that varies": (with_factor("{}"),
        ":5: factors.a: found nothing that varies; wanted one of values, range, levels and dummy"),
    "two ways to vary": (with_factor("{set: every_lab.control, values: [1], range: [0, 1]}"),
        ":5: factors.a: found values and range; wanted one of values, range, levels and dummy"),
    "values of no key": (with_factor("{values: [1]}"),
        ":5: factors.a: found nothing to set; wanted set: a key of the scenario"),
    "a key beside levels": (with_factor("{set: x, levels: {b: {every_lab.control: 0.3}}}"),
        ":5: factors.a: found set; wanted no set beside levels"),
    "a value twice": (with_factor("{set: every_lab.control, values: [0.2, 0.20]}"),
        ":5: factors.a.values: found 0.2 twice; wanted each value once"),
    "two factors of one key": (GOOD + "  again: {set: every_lab.control, values: [0.3]}\n",
        ":6: factors.again: found every_lab.control, which the factor control sets before; "
        "wanted a key of its own for each factor"),
    "a column's name": (GOOD.replace("control:", "games:"),
        ":5: factors.games: found the name games; wanted another one: a column of the results has it"),
    "an outcome's name": (GOOD.replace("control:", "takeover:"),
        ":5: factors.takeover: found the name takeover; wanted another one: a column of the results has it"),
    "no name": (GOOD.replace("control:", "A B:"),
        ":5: factors.A B: found the key 'A B'; wanted a name of 32 lower-case letters, digits, hyphens and underscores "
        "at most, a letter first"),
    "no factors": (HEAD, ":1: factors: found nothing that varies; wanted a factor, or `uncertain: true`"),
    "an unknown outcome": (GOOD + "outcomes: [takeover, takovers]\n",
        ":6: outcomes.1: found no outcome named 'takovers'; wanted one that `dealsim run` prints; "
        "did you mean 'takeover'?"),
    "until an unknown outcome": (GOOD.replace("games: 40", "games: {until: takover, width: 0.1}"),
        ":3: games.until: found no outcome named 'takover'; wanted one that `dealsim run` prints; "
        "did you mean 'takeover'?"),
    "until an outcome that is not kept": (
        GOOD.replace("games: 40", "games: {until: takeover, width: 0.1}") + "outcomes: [attempt]\n",
        ":3: games.until: found 'takeover'; wanted an outcome that is kept"),
    "no games": (GOOD.replace("40", "0"), ":3: games: found 0; wanted a whole number of games, from 1 to 10,000,000"),
    "an unknown design": (GOOD + "design: gird\n",
        ":6: design: found 'gird'; wanted one of grid, paired; did you mean 'grid'?"),
    "an unknown sampled design": (GOOD + "design: {sobl: 8}\n",
        ":6: design.sobl: found an unknown key; did you mean 'sobol'?"),
    "no power of two": (GOOD + "design: {sobol: 100}\n",
        ":6: design.sobol: found 100; wanted a power of 2, such as 64"),
    "an odd number of levels": (GOOD + "design: {morris: 10, levels: 5}\n",
        ":6: design.levels: found 5; wanted an even number"),
    "versus nothing": (GOOD + "versus: contrl\n",
        ":6: versus: found 'contrl'; wanted one of control; did you mean 'control'?"),
    "versus a range": (with_factor("{set: every_lab.control, range: [0.1, 0.2]}") + "versus: a\n",
        ":6: versus: found 'a'; wanted a factor with values or levels"),
    "nothing to sample": (GOOD + "versus: control\ndesign: {sobol: 8}\n",
        ":7: design: found nothing but the factor that is compared; wanted another factor, or the design grid"),
    "luck of their own for what is compared": (GOOD + "design: paired\nluck: own\n",
        ":7: luck: found own; wanted common: what is compared game by game shares its luck"),
    "a scenario that is not there": (GOOD.replace("world.yaml", "baselin"),
        ":2: scenario: found no scenario named 'baselin'; wanted a .yaml file beside or below this one, or "
        "one of WORLDS; did you mean 'baseline'?"),
    "a scenario out of the folder": (GOOD.replace("world.yaml", "../world.yaml"),
        ":2: scenario: found the path '../world.yaml'; wanted a scenario in the same folder or below"),
    "one scenario twice": (GOOD.replace("world.yaml", "[world.yaml, world.yaml]"),
        ":2: scenario.1: found 'world.yaml'; wanted base scenarios of different names"),
    "an experiment for a scenario": (GOOD.replace("world.yaml", "try.yaml"),
        ":2: scenario: found 'try.yaml', an experiment; wanted a scenario"),
    "a scenario whose agents are classes": (GOOD.replace("world.yaml", "agents.yaml"),
        ":2: scenario: found 'agents.yaml', which names agents (lab never_pays); "
        "wanted a scenario in which the model's own labs and AIs decide"),
    "nothing uncertain": (HEAD + "uncertain: true\n",
        ":4: uncertain: found nothing that the scenario leaves uncertain; "
        "wanted a base scenario with uncertain numbers, such as plausible"),
    "different numbers uncertain": (HEAD.replace("world.yaml", "[world.yaml, unsure.yaml]") + "uncertain: true\n",
        ":4: uncertain: found base scenarios that leave different numbers uncertain; "
        "wanted the same ones, of the same distributions"),
    "extends": (GOOD + "extends: other\n",
        ":6: extends: found extends in an experiment; wanted all of it in one file: only scenarios extend others"),
    "no file of points": (GOOD + "design: {points: points.csv}\n",
        ":6: design.points: found no file 'points.csv'; wanted a .csv file beside or below this one"),
    "points out of the folder": (GOOD + "design: {points: ../points.csv}\n",
        ":6: design.points: found '../points.csv'; wanted a .csv file beside or below this one"),
    "one label twice": (HEAD + "factors:\n  a: {set: every_lab.control, values: [0.2], label: 'how  hard'}\n"
        "  b: {set: plans.p.difficulty, values: [0.2], label: how_hard}\n",
        ":6: factors.b.label: found 'how_hard', which is the label of a; wanted a label of its own for each factor"),
    "a label that is another factor's name": (
        HEAD + "factors:\n  a: {set: every_lab.control, values: [0.2], label: b}\n"
        "  b: {set: plans.p.difficulty, values: [0.2], label: other}\n",
        ":5: factors.a.label: found 'b', which is the factor b; wanted a label of its own for each factor"),
    "a label that is an outcome": (with_factor("{set: every_lab.control, values: [0.2], label: deal rate}"),
        ":5: factors.a.label: found 'deal rate', which is an outcome; wanted a label of its own for each factor"),
    "a label that is a column": (with_factor("{set: every_lab.control, values: [0.2], label: scenario}"),
        ":5: factors.a.label: found 'scenario', which is a column of tables; "
        "wanted a label of its own for each factor"),
    "levels that read alike": (with_factor('{levels: {"\\u00e9": {horizon: 8}, "e\\u0301": {horizon: 9}}}'),
        ":5: factors.a: found 'e\u0301', which reads like 'é'; wanted a name of its own for each value"),
    "a level that is called as the scenario's own": (
        with_factor("{levels: {unchanged: {horizon: 8}}}") + "design: paired\n",
        ":5: factors.a: found 'unchanged', which reads like what results call the unchanged scenario; "
        "wanted a name of its own for each value"),
    "a level of two lines": (with_factor('{levels: {"a\\nb": {horizon: 8}}}'),
        ":5: factors.a.levels.a\\nb: found 'a\\nb'; wanted a name of one line, with single spaces between its words"),
    "a value without a name": (with_factor("{set: protocol, values: ['']}"),
        ":5: factors.a.values.0: found no name; wanted a name"),
    "an unknown key": (GOOD + "desing: grid\n", ":6: desing: found an unknown key; did you mean 'design'?"),
    "nothing in it": ("", ": found nothing in it; wanted an experiment: keys with their values"),
}  # fmt: skip

CELLS = {
    "control,d,scenario\n0.2,0.15,world\n0.3,x,wrld\n0.2,20,\n0.2,0.1\n0.2,0.1,world,5,6\n": [
        ":3: scenario: found 'wrld'; wanted one of world; did you mean 'world'?",
        ":3: control: found '0.3'; wanted one of 0.2, 0.8; did you mean '0.8'?",
        ":3: d: found 'x'; wanted a number at least -10 and at most 10",
        ":4: d: found '20'; wanted a number at least -10 and at most 10",
        ":5: found 2 cells; wanted 3 cells, one for each column",
        ":6: found 5 cells; wanted 3 cells, one for each column",
    ],
    "contrl,d\n0.2,0.15\n": [
        ":1: found the column 'contrl'; wanted columns among control, d, scenario; did you mean 'control'?",
    ],
    "control,control,d\n": [":1: found the column 'control' twice; wanted each column once"],
    "control\n0.2\n": [":1: found no column 'd'; wanted one for each factor; an empty cell changes nothing"],
    "control,d\n": [":1: found no points; wanted a line for each below the factors' names"],
    'control,d\n"0.2\n': [": found text that is no CSV (unexpected end of data); wanted a .csv file"],
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own, with a small world, an uncertain one and one whose agents are classes."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path)
    (tmp_path / "agents.yaml").write_text((tmp_path / "world.yaml").read_text() + "agents: {lab: never_pays}\n")
    return tmp_path


def refused(*words: str) -> list[str]:
    """Return the lines with which a command is refused, having done nothing."""
    before = sorted(os.listdir())
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert sorted(os.listdir()) == before
    return result.stderr.splitlines()


@pytest.mark.parametrize("case", CASES)
def test_a_bad_experiment_is_told_by_its_line(case: str, here: Path) -> None:
    text, said = CASES[case]
    (here / "e.yaml").write_text(text)
    whole = f"e.yaml{said}".replace("SPECS", ", ".join(shipped_specs())).replace("WORLDS", ", ".join(shipped_names()))
    assert refused("sweep", "e.yaml", "--out", "out") == [whole]


@pytest.mark.parametrize("text", CELLS)
def test_a_bad_file_of_points_is_told_cell_by_cell(text: str, here: Path) -> None:
    (here / "p.csv").write_text(text)
    factors = FACTOR + "  d: {set: plans.p.difficulty, range: [0.1, 0.2]}\n"
    (here / "e.yaml").write_text(HEAD + factors + "design: {points: p.csv}\n")
    assert refused("check", "e.yaml") == [f"p.csv{line}" for line in CELLS[text]]


def test_much_at_once_is_told_at_once(here: Path) -> None:
    (here / "e.yaml").write_text(HEAD.replace("world.yaml", "[baselin, ../x.yaml]") + FACTOR + "desing: grid\n")
    assert [line.split(":")[1] for line in refused("sweep", "e.yaml", "--out", "out")] == ["2", "2", "6"]
    (here / "e.yaml").write_text(HEAD.replace("world.yaml", "[baselin, ../x.yaml]") + FACTOR)
    assert [line.split(": ")[1] for line in refused("sweep", "e.yaml", "--out", "out")] == ["scenario.0", "scenario.1"]
    factors = "factors:\n  a: {set: every_lab.contrl, values: [1]}\n  b: {set: x, range: [0, 1]}\n"
    (here / "e.yaml").write_text(HEAD + factors)
    assert [line.split(": ")[1] for line in refused("sweep", "e.yaml", "--out", "out")] == [
        "factors.a.set",
        "factors.b.set",
    ]


def test_experiments_and_scenarios_are_told_apart() -> None:
    assert refused("run", "try.yaml") == [
        "try.yaml: found an experiment; wanted a scenario; `dealsim sweep try.yaml --out FOLDER` plays it"
    ]
    for name in ("baseline", "world.yaml"):
        assert refused("sweep", name, "--out", "out") == [
            f"{name}: found a scenario; wanted an experiment; `dealsim run {name}` plays it"
        ]


def test_every_problem_of_an_experiment_is_said_at_once(here: Path) -> None:
    """Those of its form, of the scenario that it names, of the keys that it sets and of what it compares."""
    factors = "factors:\n  a: {set: enforcement, values: [1]}\n  b: {set: every_lab.control, values: [2.5]}\n"
    (here / "e.yaml").write_text(HEAD + factors + "seed: -4\nversus: nothing\n")
    assert {line.split(": ")[1] for line in refused("check", "e.yaml")} == {
        "factors.a.set", "factors.b.values.0 (sets every_lab.control)", "seed", "versus",
    }  # fmt: skip


@pytest.mark.parametrize("design", ["grid", "paired"])
def test_a_factor_may_remove_a_lab_but_no_later_one_may_set_a_key_of_it(here: Path, design: str) -> None:
    (here / "world.yaml").write_text((here / "world.yaml").read_text().replace("labs: {", "labs: {b: {}, "))
    factors = "factors:\n  labs: {levels: {two: {protocol: none}, one: {labs.b: null}}}\n"
    (here / "e.yaml").write_text(HEAD + factors + f"design: {design}\n")
    study = load_experiment("e.yaml")
    assert [len(study.worlds(point).median.labs) for point in study.points][-2:] == [2, 1]
    later = "  b: {set: labs.b.control, values: [0.2]}\n"
    (here / "e.yaml").write_text(HEAD + factors + later + f"design: {design}\n")
    (line,) = refused("check", "e.yaml")
    assert "part of what a level of the factor labs removes" in line


def test_checked_experiments_are_told_in_a_line(here: Path) -> None:
    result = call("check", "try.yaml", "world.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "ok  try.yaml: an experiment: 1 factor, 1 base scenario, 3 points, 40 games each",
        "ok  world.yaml: 1 lab, 1 plan, 8 quarters, protocol none",
    ]
