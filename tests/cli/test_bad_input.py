"""Whatever is wrong with an input is told in a clear line: exit status 2, nothing written, no traceback."""

# ruff: noqa: E501 (messages stand in one piece, as their readers see them)

import os
from pathlib import Path

import pytest

from tests.cli.programs import call

GOOD = """\
title: Small
horizon: 4
labs: {a: {}}
plans: {p: {difficulty: 0.5, prize: 1.0}}
"""


def with_lines(*lines: str) -> bytes:
    return (GOOD + "\n".join(lines) + "\n").encode()


def control(value: str) -> bytes:
    return with_lines(f"every_lab: {{control: {value}}}")


def traits(said: str) -> bytes:
    return with_lines(f"every_lab: {{minds: {{traits: {{{said}}}}}}}")


def changed(old: str, new: str) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new).encode()


A_CHANCE = "wanted a number from 0 to 1 (chance)"
KEYS = "wanted a scenario: keys with their values"
BOMB = b"a0: &a0 [1, 1]\n" + b"".join(b"a%d: &a%d [%s]\n" % (i, i, b"*a%d, " % (i - 1) * 9) for i in range(1, 12))
FEW_ALIASES = "wanted at most 20, counting those within others"

# What stands in world.yaml, and the lines that tell what is wrong with it.
CASES: dict[str, tuple[bytes, list[str]]] = {
    "empty": (b"", [f": found nothing in it; {KEYS}"]),
    "only a comment": (b"# a world\n", [f": found nothing in it; {KEYS}"]),
    "not YAML": (b"a: b: c\n", [":1: found text that is not YAML (mapping values are not allowed here); wanted YAML 1.2"]),
    "cut off": (b"title: 'Small\n", [":2: found text that is not YAML (found unexpected end of stream, while scanning a "
                                     "quoted scalar from line 1); wanted YAML 1.2"]),
    "a list at the top": (b"- a\n- b\n", [f":1: found a list of 2; {KEYS}"]),
    "a scalar at the top": (b"5\n", [f":1: found text without keys; {KEYS}"]),
    "tabs": (b"labs:\n\ta: {}\n", [":2: found a tab; wanted spaces (YAML allows no tabs there)"]),
    "a duplicate key": (with_lines("horizon: 5"), [":5: horizon: found this key again (first on line 2); wanted each key once"]),
    "two labs of one name": (
        changed("{a: {}}", "{a: {}, a: {}}"),
        [":3: labs.a: found this key again (first on line 3); wanted each key once"],
    ),
    "an unknown key": (changed("horizon", "horizn"), [":2: horizn: found an unknown key; did you mean 'horizon'?"]),
    "a key from elsewhere": (
        with_lines("values: {zzz: 1}"),
        [":5: values.zzz: found an unknown key; wanted one of family, scale, weights, others_family, usefulness, reference_discount"],
    ),
    "a wrong type": (changed("4", "forty"), [":2: horizon: found 'forty'; wanted a whole number of quarters, from 1 to 400"]),
    "out of range": (control("1.5"), [f":5: every_lab.control: found 1.5; {A_CHANCE}"]),
    "NaN": (control(".nan"), [":5: every_lab.control: found .nan; wanted a finite number"]),
    "infinity": (control("-.inf"), [":5: every_lab.control: found -.inf; wanted a finite number"]),
    "beyond a double": (control("1e400"), [":5: every_lab.control: found 1e400; wanted a finite number"]),
    "nan in letters": (control("nan"), [f":5: every_lab.control: found 'nan'; {A_CHANCE}"]),
    "a date": (control("2027-01-01"), [f":5: every_lab.control: found '2027-01-01'; {A_CHANCE}"]),
    "yes": (control("yes"), [f":5: every_lab.control: found 'yes'; {A_CHANCE}"]),
    "no": (control("no"), [f":5: every_lab.control: found 'no'; {A_CHANCE}"]),
    "true": (control("true"), [f":5: every_lab.control: found true; {A_CHANCE}"]),
    "a number in quotes": (control("'0.5'"), [f":5: every_lab.control: found '0.5'; {A_CHANCE}"]),
    "nothing": (control(""), [f":5: every_lab.control: found nothing; {A_CHANCE}"]),
    "chances that do not sum": (
        with_lines("every_lab: {minds: {kinds: {aligned: 0.5, schemer: 0.6}}}"),
        [":5: every_lab.minds.kinds: aligned, schemer, reward_seeker and proxy sum to 1.1; they must sum to 1"],
    ),
    "weights that do not sum": (
        with_lines("values: {weights: {linear: 0.6}}"),
        [":5: values.weights: the five weights sum to 1.1; they must sum to 1"],
    ),
    "budgets of more than there is": (
        changed("{a: {}}", "{a: {budget: 0.9}, b: {budget: 0.9}}"),
        [":3: labs: found budgets that sum to 1.8 of the future; wanted budgets that sum to at most 1"],
    ),
    "emphases of more than there is": (
        with_lines("every_lab:", "  spec:", "    title: x", "    qualities:",
                   "      a: {trait: honesty, target: 1, emphasis: 0.6}", "      b: {trait: spite, target: 0, emphasis: 0.6}"),
        [":8: every_lab.spec.qualities: found emphases that sum to 1.2; wanted emphases that sum to at most 1, all of training"],
    ),
    "a trait given both ways": (
        traits("risk_aversion: {mean: 0.4, rho: 2}"),
        [":5: every_lab.minds.traits.risk_aversion.mean: found a key that does not go with the others here; "
         "wanted a mapping of rho, or a mapping of mean, concentration"],
    ),
    "an unknown trait": (
        traits("risk_avers: 0.4"),
        [":5: every_lab.minds.traits.risk_avers: found an unknown key; did you mean 'risk_aversion'?"],
    ),
    "an unknown protocol": (
        with_lines("protocol: nahs"),
        [":5: protocol: found 'nahs'; wanted one of none, posted, alternating, concession, menu, nash; did you mean 'nash'?"],
    ),
    "an unknown spec": (
        with_lines("every_lab: {spec: humbel}"),
        [":5: every_lab.spec: found no spec named 'humbel'; wanted a .yaml file beside or below this one, or one of SPECS; "
         "did you mean 'humble'?"],
    ),
    "a plan without what it must say": (
        changed("difficulty: 0.5, ", ""),
        [":4: plans.p.difficulty: found nothing; wanted a number from -10 to 10 (capability)"],
    ),
    "horizon 0": (changed("4", "0"), [":2: horizon: found 0; wanted a whole number of quarters, from 1 to 400"]),
    "no labs": (changed("{a: {}}", "{}"), [":3: labs: found 0 entries; wanted a mapping of at least 1"]),
    "labs left out": (changed("labs: {a: {}}\n", ""), [":1: labs: found nothing; wanted a mapping"]),
    "a name that is none": (
        changed("{a: {}}", "{Lab A: {}}"),
        [":3: labs.Lab A: found the key 'Lab A'; wanted a name of 32 lower-case letters, digits, hyphens and underscores "
         "at most, a letter first"],
    ),
    "an absurd horizon": (
        changed("4", "1000000"),
        [":2: horizon: found 1000000; wanted a whole number of quarters, from 1 to 400 "
         "(1,000 games of that size would take about 3 hours on a core)"],
    ),
    "absurdly many labs": (
        changed("{a: {}}", "{" + ", ".join(f"l{i}: {{}}" for i in range(5000)) + "}"),
        [":3: labs: found 5,000 entries; wanted a mapping of at most 32 "
         "(1,000 games of that size would take about 3 minutes on a core)"],
    ),
    "absurdly many copies": (
        with_lines("every_lab: {copies: 1000000000000}"),
        [":5: every_lab.copies: found 1000000000000; wanted a whole number of copies, from 1 to 1,000,000"],
    ),
    "a number of many digits": (
        with_lines(f"every_lab: {{copies: {'9' * 5000}}}"),
        [":5: every_lab.copies: found 999999999999999999999999999999999999...; wanted a whole number of at most 18 digits"],
    ),
    "a text of many characters": (
        with_lines(f"about: {'x' * 5000}"), [":5: about: found 5,000 characters; wanted text of at most 4,000"],
    ),
    "a file of many bytes": (b"#" * 2_000_000, [": found a file too large for a scenario; wanted at most 1,000,000 bytes"]),
    "another encoding": (GOOD.encode("utf-16"), [":1: found bytes that are not UTF-8; wanted UTF-8 text"]),
    "Latin-1": (with_lines() + "about: café\n".encode("latin-1"), [":6: found bytes that are not UTF-8; wanted UTF-8 text"]),
    "a null byte": (with_lines("about: a\0b"), [":5: found a null byte; wanted plain text"]),
    "an escape": (with_lines("about: \x1b[31m"), [":5: found an unprintable character, '\\x1b'; wanted plain text"]),
    "deep nesting": (b"a: " + b"[" * 100_000, [":1: a.0.0: found too deep a nesting; wanted at most 20 levels"]),
    "an alias bomb": (BOMB, [f":2: a2.1.0: found too many aliases; {FEW_ALIASES}"]),
    "an alias in itself": (with_lines("about: &a [*a]"), [":5: about.0: found the alias 'a' inside its own anchor; wanted the value itself"]),
    "a tag": (
        with_lines("about: !!python/object/apply:os.system [ls]"),
        [":5: about: found the tag 'tag:yaml.org,2002:python/object/appl...; wanted a plain value without a tag"],
    ),
    "extends nothing there": (
        with_lines("extends: baselin"),
        [":5: extends: found no scenario named 'baselin'; wanted a .yaml file beside or below this one, or one of WORLDS; "
         "did you mean 'baseline'?"],
    ),
    "extends itself": (
        with_lines("extends: world.yaml"),
        [":5: extends: found a loop of 'extends': world.yaml -> world.yaml; wanted one of these links removed"],
    ),
    "extends what is outside": (
        with_lines("extends: ../world.yaml"),
        [":5: extends: found the path '../world.yaml'; wanted a scenario in the same folder or below"],
    ),
    "a part that extends": (
        with_lines("every_lab: {spec: {extends: humble, title: x}}"),
        [":5: every_lab.spec.extends: found extends within a file; wanted this key at the top of a file"],
    ),
    "a class that is a path": (
        with_lines("agents: {lab: ../mine.py}"),
        [":5: agents.lab: found '../mine.py'; wanted the bare name of a class, such as never_pays; "
         "--agents FILE.py brings the class itself"],
    ),
    "much at once": (
        b"titel: x\nhorizon: 0\nlabs: {a: {contrl: 1, copies: no}}\nplans: {p: {difficulty: x, prize: 1}}\n",
        [":1: titel: found an unknown key; did you mean 'title'?",
         ":2: horizon: found 0; wanted a whole number of quarters, from 1 to 400",
         ":3: labs.a.copies: found 'no'; wanted a whole number of copies, from 1 to 1,000,000",
         ":3: labs.a.contrl: found an unknown key; did you mean 'control'?",
         ":4: plans.p.difficulty: found 'x'; wanted a number from -10 to 10 (capability)"],
    ),
}  # fmt: skip

# Settings on the command line, and what is told of each.
SETTINGS = {
    "horizon": ": found no '='; wanted PATH=VALUE, such as labs.aurora.control=0.5",
    "=3": ": found no path before the '='; wanted PATH=VALUE, such as labs.aurora.control=0.5",
    "horizon=": ": horizon: found no value after the '='; wanted a value (null for none)",
    "horizon=0": ": horizon: found 0; wanted a whole number of quarters, from 1 to 400",
    "every_lab.contrl=0.5": ": every_lab.contrl: found an unknown key; did you mean 'control'?",
    "every_lab..control=0.5": ": found an empty key in 'every_lab..control'; wanted keys joined by single dots",
    "horizon.quarters=3": ": horizon: found 40; wanted a mapping, to set a key in it",
    "every_lab.control=.nan": ": every_lab.control: found .nan; wanted a finite number",
    "horizon=[1": ": found text that is not YAML (expected ',' or ']', but got '<stream end>', while parsing a flow sequence from line 1); "
    "wanted YAML 1.2",
    "labs.auroa.control=0.5": ": labs.auroa: found no 'auroa' among the labs; wanted one of aurora, borealis, cumulus "
    "(or, to add it, --set labs.auroa={...}); did you mean 'aurora'?",
    "plans.violnt.prize=0.5": ": plans.violnt: found no 'violnt' among the plans; wanted one of violent, bloodless, slow, "
    "coalition, escape (or, to add it, --set plans.violnt={...}); did you mean 'violent'?",
    "extends=baseline": ": extends: found a setting of 'extends'; wanted 'extends: NAME' in a file",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*words: str) -> list[str]:
    """Return the lines with which a command is refused, having done nothing."""
    before = sorted(os.listdir())
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert sorted(os.listdir()) == before
    return result.stderr.splitlines()


def shipped(line: str) -> str:
    """Return a line with the names of what is shipped today."""
    from dealsim.scenario.files.shipped import shipped_names, shipped_specs

    return line.replace("SPECS", ", ".join(shipped_specs())).replace("WORLDS", ", ".join(shipped_names()))


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_told_line_by_line(case: str, here: Path) -> None:
    data, lines = CASES[case]
    (here / "world.yaml").write_bytes(data)
    assert refused("check", "world.yaml") == [f"world.yaml{shipped(line)}" for line in lines]


@pytest.mark.parametrize("command", [("run", "--out", "results"), ("story",), ("window",)])
def test_no_command_plays_a_bad_file(command: tuple[str, ...], here: Path) -> None:
    (here / "world.yaml").write_bytes(CASES["much at once"][0])
    assert refused(command[0], "world.yaml", *command[1:]) == refused("check", "world.yaml")


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_bad_setting_is_told_by_its_words(setting: str) -> None:
    assert refused("run", "baseline", "--out", "results", "--set", setting) == [f"--set {setting}{SETTINGS[setting]}"]


def test_a_file_that_is_not_there_a_folder_and_a_pipe_are_told(here: Path) -> None:
    (here / "folder.yaml").mkdir()
    assert refused("check", "nowhere.yaml") == [
        f"nowhere.yaml: found no such file; wanted a file, or one of {shipped('WORLDS')}"
    ]
    assert refused("check", "folder.yaml") == ["folder.yaml: found a folder; wanted a file"]
    if hasattr(os, "mkfifo"):
        os.mkfifo("pipe.yaml")
        assert refused("check", "pipe.yaml") == [
            "pipe.yaml: found something that is not an ordinary file; wanted a file"
        ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="a superuser may read all")
def test_a_file_that_may_not_be_read_is_told(here: Path) -> None:
    (here / "world.yaml").write_text(GOOD)
    (here / "world.yaml").chmod(0)
    said = "world.yaml: found a file that cannot be read (Permission denied); wanted a readable file"
    assert refused("check", "world.yaml") == [said]


def test_results_that_cannot_be_written_are_told_before_any_game(here: Path) -> None:
    (here / "file").write_text("mine")
    said = "--out file: found a file; wanted a folder, which need not exist"
    assert refused("run", "baseline", "--out", "file") == [said]
    said = "--out file/below: found a folder that cannot be written (Not a directory); wanted another folder"
    assert refused("run", "baseline", "--out", "file/below") == [said]
