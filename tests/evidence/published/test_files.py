"""A file of a published result that will not do is told of, with its line and what would do."""

# ruff: noqa: E501 (messages stand in one piece, as their readers see them)

from pathlib import Path

import pytest

from dealsim.evidence.published.loading import load_published
from dealsim.evidence.published.recognise import is_published
from dealsim.scenario import ScenarioError
from dealsim.scenario.files.shipped import SCENARIOS

GOOD = """\
title: A
kind: exact
source: thornley2026riskaverse
where: there
sure: read
method: minimum-pay
inputs: {trust: 0.6}
values:
  - {of: minimum_pay, published: 179.18, tolerance: 0.01}
"""
A_FIT = """\
title: A
kind: fit
source: thornley2026riskaverse
where: there
sure: excerpt
method: at-least-one
fitted:
  chance of each: {sets: chance, between: [0, 1]}
observed:
  - {of: at_least_one, low: 0.4, high: 0.6}
"""

WRONG = {
    "another kind of method": (GOOD.replace("kind: exact", "kind: simulated"), ":2: kind: found simulated; wanted exact"),
    "an unknown kind": (GOOD.replace("kind: exact", "kind: exakt"), ":2: kind: found 'exakt'"),
    "an unknown source": (
        GOOD.replace("thornley2026riskaverse", "thornley2026riskaverze"),
        ":3: source: found no source with the key 'thornley2026riskaverze'; wanted a key of sources.bib; did you mean",
    ),
    "an unknown method": (
        GOOD.replace("minimum-pay", "minimum-pays"),
        "did you mean 'minimum-pay'?",
    ),
    "how sure": (GOOD.replace("sure: read", "sure: quite"), ":5: sure: found 'quite'"),
    "an unknown input": (
        GOOD.replace("{trust: 0.6}", "{trsut: 0.6}"),
        ":7: inputs.trsut: found an unknown input; did you mean 'trust'?",
    ),
    "an input out of range": (
        GOOD.replace("{trust: 0.6}", "{trust: 6}"),
        ":7: inputs.trust: found 6; wanted a number from 0 to 1 (chance)",
    ),
    "an unknown quantity": (
        GOOD.replace("of: minimum_pay", "of: minimal_pay"),
        ":9: values.0.of: found no quantity 'minimal_pay'; wanted one of minimum_pay, all_instances; did you mean",
    ),
    "a wrong input of a number": (
        GOOD.replace("tolerance: 0.01", "tolerance: 0.01, with: {trst: 0.3}"),
        ":9: values.0.with.trst: found an unknown input; did you mean 'trust'?",
    ),
    "a formula": (GOOD.replace("179.18", "100 * ln(6)"), ":9: values.0.published: found '100 * ln(6)'; wanted a number, or none"),
    "no tolerance": (GOOD.replace(", tolerance: 0.01", ""), ":9: values.0.tolerance: found neither"),
    "two tolerances": (
        GOOD.replace("tolerance: 0.01", "tolerance: 0.01, standard_errors: 3"),
        "values.0.tolerance: found both; wanted one of tolerance and standard_errors, above 0",
    ),
    "luck where there is none": (
        GOOD.replace("tolerance: 0.01", "standard_errors: 3"),
        "found standard_errors; wanted tolerance: nothing here depends on luck",
    ),
    "a tolerance of nothing": (
        GOOD.replace("179.18", "none"),
        "values.0.tolerance: found a tolerance; wanted none, where there is no such number",
    ),
    "no values": (GOOD.split("values")[0], "values: found no values; wanted at least one that is published"),
    "a fit with values": (
        A_FIT + "values:\n  - {of: at_least_one, published: 0.5, tolerance: 0.1}\n",
        "values: found values; wanted observed, as a fit replicates nothing",
    ),
    "a fit of nothing": (A_FIT.replace("fitted:\n  chance of each: {sets: chance, between: [0, 1]}\n", ""), "fitted: found nothing fitted"),
    "a parameter of no input": (
        A_FIT.replace("sets: chance", "sets: chanse"),
        ":8: fitted.chance of each.sets: found an unknown input; did you mean 'chance'?",
    ),
    "a parameter beyond its input": (
        A_FIT.replace("between: [0, 1]", "between: [0, 2]"),
        ":8: fitted.chance of each.between: found 2.0; wanted a number from 0 to 1 (chance)",
    ),
    "a parameter between nothing": (A_FIT.replace("[0, 1]", "[1, 0]"), "found 1 to 0; wanted the lower end first"),
    "a range upside down": (A_FIT.replace("low: 0.4", "low: 0.8"), "found a range from 0.8 to 0.6; wanted low below high"),
    "a parameter that is none": (
        A_FIT.replace("low: 0.4", "using: [chance of eech], low: 0.4"),
        "did you mean 'chance of each'?",
    ),
}  # fmt: skip


def written(folder: Path, text: str) -> str:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return str(folder / "mine.yaml")


@pytest.mark.parametrize("text", [GOOD, A_FIT])
def test_a_good_file_is_taken_and_looks_like_what_it_is(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    assert load_published(path).name == "mine"
    assert is_published(path)


@pytest.mark.parametrize("case", WRONG)
def test_a_bad_file_is_told_of(case: str, tmp_path: Path) -> None:
    text, told = WRONG[case]
    with pytest.raises(ScenarioError) as error:
        load_published(written(tmp_path, text))
    assert told in str(error.value)
    assert all(problem.line is not None for problem in error.value.problems)


def test_a_scenario_is_told_to_be_no_published_result() -> None:
    with pytest.raises(ScenarioError) as error:
        load_published(str(SCENARIOS.shipped("baseline")))
    assert "found a scenario; wanted a published result" in str(error.value)
    assert len(error.value.problems) == 1


def test_scenarios_and_experiments_do_not_look_like_published_results() -> None:
    for name in ("baseline", "credibility", "unambitious", "deceptive-alignment-central"):
        assert not is_published(name)
