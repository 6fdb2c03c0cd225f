"""`dealsim sensitivity`: what matters in the results of an experiment."""

import csv
import json
import os
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from dealsim.cli.main import main
from dealsim.experiment.results import open_study
from dealsim.experiment.sensitivity.analysis import METHODS, analyse
from dealsim.experiment.sensitivity.tornado import tornado
from tests.synthetic_study import Replicate, Told, Values, study_from, write_study

GOLDEN = Path(__file__).parents[1] / "golden"
FACTORS = """
title: What drives takeovers
scenario: baseline
factors:
  control: {set: every_lab.control, range: [0.2, 0.9]}
  enforcement: {set: every_lab.enforcement, range: [0.2, 0.9], label: enforcement of promises}
  spec: {set: every_lab.spec, values: [humble, ambitious]}
  nothing: {dummy: true}
outcomes: [takeover, deals, value_given_takeover]
games: 100
"""
DESIGNS = {
    "sobol": "design: {sobol: 64}",
    "pairs": "design: {sobol: 64, second_order: true}\nluck: own",
    "morris": "design: {morris: 12}",
    "prim": "design: {latin_hypercube: 200}",
    "regions": "design: {latin_hypercube: 60}\nversus: spec",
}
ASKED = {
    "sobol": ("--outcome", "takeover"),
    "morris": ("--outcome", "takeover"),
    "prim": ("--case", "takeover>0.4"),
    "regions": ("--outcome", "takeover"),
}


def world(values: Values) -> Told:
    """Return a response in which control matters, promises with control, and specs by promises."""
    control, enforcement = float(values["control"] or 0), float(values["enforcement"] or 0)
    takeover = 0.6 * (1 - control) + 0.3 * control * enforcement
    takeover += 0.2 * (values["spec"] == "ambitious") * (enforcement - 0.5)
    return {"takeover": takeover, "deals": 1.0, "value_given_takeover": None if control > 0.8 else enforcement}


def lucky(seed: int, size: float = 0.03, of: Replicate = world) -> Replicate:
    """Return a response with independent luck at each point."""
    luck = np.random.default_rng(seed)
    return lambda values: {
        n: m if m is None or n == "deals" else m + luck.normal(0.0, size) for n, m in of(values).items()
    }


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Results of each design, no game played."""
    at = tmp_path_factory.mktemp("results")
    return {name: write_study(at / name, FACTORS + design, lucky(1), lucky(2)) for name, design in DESIGNS.items()}


def run(folder: Path, *words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["sensitivity", str(folder), *words])


def document(folder: Path, *words: str) -> dict:
    """Return the command's document."""
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def golden(name: str, text: str) -> None:
    """Compare with a golden text; `DEALSIM_GOLDEN=write pytest` writes it anew."""
    path = GOLDEN / name
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def rounded(said: object) -> object:
    """Return a document with its numbers to five places: last bits of sums differ between machines."""
    if isinstance(said, Mapping):
        return {name: rounded(value) for name, value in said.items() if name != "version"}
    if isinstance(said, list):
        return [rounded(value) for value in said]
    return round(said, 5) + 0.0 if isinstance(said, float) else said


@pytest.mark.parametrize("method", METHODS)
def test_the_page_is_the_golden_one(method: str, folders: dict[str, Path]) -> None:
    golden(f"sensitivity-{method}.txt", run(folders[method], *ASKED[method]).stdout)


def test_the_document_is_the_golden_one(folders: dict[str, Path]) -> None:
    told = rounded(document(folders["sobol"], "--outcome", "takeover"))
    golden("sensitivity-sobol.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("method", METHODS)
def test_the_document_fits_its_schema(method: str, folders: dict[str, Path]) -> None:
    schema = json.loads(CliRunner().invoke(main, ["schema", "results"]).stdout)
    told = document(folders[method], *ASKED[method])
    jsonschema.validate(told, schema | {"anyOf": [{"$ref": "#/$defs/sensitivity"}]})
    assert told["method"] == method


def test_the_factors_that_matter_come_first_and_the_dummy_is_within_the_error_of_nought(
    folders: dict[str, Path],
) -> None:
    (told,) = document(folders["sobol"], "--outcome", "takeover")["analyses"]
    assert [each["factor"] for each in told["indices"]][:2] == ["control", "enforcement"]
    dummy = next(each for each in told["indices"] if each["factor"] == "nothing")
    assert abs(dummy["total"]["value"]) < 0.05
    assert dummy["total"]["ci95"][0] <= 0.0 <= dummy["total"]["ci95"][1]


def test_a_regional_claim_names_the_factor_that_tells_and_no_other(folders: dict[str, Path]) -> None:
    (told,) = document(folders["regions"], "--outcome", "takeover")["analyses"]
    assert (told["compared"], told["compared_with"]) == ("ambitious", "humble")
    claims = [rule for rule in told["regions"]["rules"] if rule["claim"]]
    assert [(rule["factor"], rule["above"]) for rule in claims] == [("enforcement", True)]
    assert claims[0]["limit_ci95"][0] <= 0.5 <= claims[0]["limit_ci95"][1]


def test_a_difference_is_a_case_only_where_its_whole_interval_is(folders: dict[str, Path]) -> None:
    (told,) = document(folders["regions"], "--case", "takeover difference<0")["analyses"]
    rows = open_study(folders["regions"]).to_pandas().query("outcome == 'takeover'")
    assert told["difference"] is True
    assert told["discovery"]["cases"] == (rows.difference_high < 0).sum()
    assert [limit["factor"] for limit in told["discovery"]["box"]["limits"]] == ["enforcement"]


def test_pairs_are_told_of_a_design_of_second_order(folders: dict[str, Path]) -> None:
    told = document(folders["pairs"], "--outcome", "takeover")
    assert len(told["analyses"][0]["pairs"]) == 6
    assert told["luck"] == "own"
    assert any("independent luck" in note for note in told["analyses"][0]["notes"])
    assert "control × enforcement" in run(folders["pairs"], "--outcome", "takeover").stdout


def test_values_of_what_is_compared_and_base_scenarios_are_analysed_apart(tmp_path: Path) -> None:
    text = FACTORS.replace("scenario: baseline", "scenario: [baseline, race]") + "design: {sobol: 4}\nversus: spec"
    write_study(tmp_path, text, world)
    told = document(tmp_path, "--outcome", "takeover")["analyses"]
    assert [(each["scenario"], each["compared"]) for each in told] == [
        (scenario, spec) for scenario in ("baseline", "race") for spec in ("humble", "ambitious")
    ]
    assert all(each["points"] == 4 * 5 for each in told)


def test_prim_takes_the_rows_of_sobols_design_that_do_not_repeat_each_other(folders: dict[str, Path]) -> None:
    for name in ("sobol", "pairs"):
        (told,) = document(folders[name], "--case", "takeover>0.4")["analyses"]
        assert told["points"] == 2 * 64


def test_an_outcome_that_never_varies_has_no_indices(folders: dict[str, Path]) -> None:
    for method in ("sobol", "morris"):
        result = run(folders[method], "--outcome", "deals")
        assert result.exit_code == 0
        assert "no result: the same at every point" in result.stdout
        assert document(folders[method], "--outcome", "deals")["analyses"][0]["indices"] is None


def test_the_table_has_a_row_a_factor_as_figures_have_it(folders: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "indices.csv"
    assert run(folders["sobol"], "--outcome", "takeover", "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    figure = tornado(analyse(open_study(folders["sobol"]), outcomes=["takeover"]))
    assert [row["factor"] for row in rows] == [row.factor for row in figure]
    for row, drawn in zip(rows, figure, strict=True):
        for name in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
            assert float(row[name]) == getattr(drawn, name)
        assert float(row["total_replicate_error"]) == drawn.replicate_error


@pytest.mark.parametrize("method", ["morris", "prim", "regions"])
def test_every_method_writes_a_table(method: str, folders: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "numbers.csv"
    assert run(folders[method], *ASKED[method], "--out", str(out)).exit_code == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert rows
    assert {"outcome", "scenario", "factor"} <= rows[0].keys()


def refused(folder: Path, *words: str) -> str:
    """Return what is said of input that is refused, in one line or more and no traceback."""
    result = run(folder, *words)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return result.stderr


def test_a_missing_chunk_is_refused_with_its_points_and_what_to_do(tmp_path: Path) -> None:
    write_study(tmp_path / "r", FACTORS + DESIGNS["sobol"], world, without=frozenset({1}))
    study = study_from(FACTORS + DESIGNS["sobol"])
    said = refused(tmp_path / "r", "--outcome", "takeover")
    first = study.chunk(1)[0]
    assert f"{len(study.chunk(1))} of {len(study.points)} points not played (point {first.number}: control=" in said
    assert "dealsim sweep" in said


def test_rows_that_were_taken_away_are_refused(tmp_path: Path) -> None:
    write_study(tmp_path / "r", FACTORS + DESIGNS["sobol"], world)
    (tmp_path / "r" / "outcomes" / "000002.parquet").unlink()
    assert "points not played" in refused(tmp_path / "r", "--outcome", "takeover")


def test_a_failed_point_is_refused_with_its_error_and_how_to_retry(tmp_path: Path) -> None:
    write_study(tmp_path / "r", FACTORS + DESIGNS["sobol"], world, failing=frozenset({7, 30}))
    said = refused(tmp_path / "r", "--outcome", "takeover")
    assert "2 of 384 points failed (point 7: control=" in said
    assert "; point 30: " in said
    assert "made to fail" in said
    assert "--retry" in said


@pytest.mark.parametrize("hole", [None, float("nan"), float("inf")])
def test_one_cell_without_a_number_is_refused_and_not_silently_nought(hole: float | None, tmp_path: Path) -> None:
    """The trap: one NaN among thousands of cells makes every index of SALib 0, with no word of warning."""
    cells = iter(range(1000))

    def holed(values: Values) -> Told:
        return world(values) | ({"takeover": hole} if next(cells) == 17 else {})

    write_study(tmp_path / "r", FACTORS + DESIGNS["sobol"], holed, world)
    said = refused(tmp_path / "r", "--outcome", "takeover")
    assert "takeover undefined at 1 of 384 points (point 17: control=" in said
    assert "deals" in said


def test_an_outcome_undefined_somewhere_is_refused_and_another_proposed(folders: dict[str, Path]) -> None:
    said = refused(folders["sobol"], "--outcome", "value_given_takeover")
    assert "value_given_takeover undefined without a takeover at " in said
    assert "an outcome that is defined at every point: takeover, deals" in said
    assert refused(folders["sobol"]) == said  # it is among those that the experiment names


def test_points_of_another_seed_are_refused(tmp_path: Path) -> None:
    write_study(tmp_path / "r", FACTORS + DESIGNS["sobol"], world)
    path = tmp_path / "r" / "points" / "000000.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[0] |= {"seed": 5, "games": 99}
    pq.write_table(type(pq.read_table(path)).from_pylist(rows, schema=pq.read_schema(path)), path)
    said = refused(tmp_path / "r", "--outcome", "takeover")
    assert "found points of seed 5; wanted seed 0" in said
    assert "found points of games 99; wanted games 100" in said


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("sobol", ("--outcome", "takeovr"), "did you mean 'takeover'?"),
        ("sobol", ("--outcome", "attempts"), "one of takeover, deals, value_given_takeover"),
        ("sobol", ("--method", "morris"), "found a design sobol; wanted a design morris"),
        ("morris", ("--case", "takeover>0.5"), "wanted a design that covers the space"),
        ("prim", (), 'a case of interest, as in --case "takeover>0.5"'),
        ("prim", ("--method", "prim"), "found no case of interest"),
        ("prim", ("--method", "regions"), "found no factor that is compared"),
        ("prim", ("--case", "takeover over 0.5"), "wanted an outcome and a threshold"),
        ("prim", ("--case", "takeovr>0.5"), "did you mean 'takeover'?"),
        ("prim", ("--case", "takeover>1.2.3"), "--case"),
        ("prim", ("--case", "takeover difference<0"), "found points that are not compared with others"),
        ("regions", ("--method", "regions", "--case", "takeover>0.5"), "--method prim"),
        ("sobol", ("--resamples", "3"), "--resamples"),
        ("sobol", ("--outcome", "takeover", "--out", "table.txt"), "a file that ends in .csv"),
        ("sobol", ("--outcome", "takeover", "--out", "nowhere/table.csv"), "no folder nowhere"),
    ],
)
def test_what_will_not_do_is_refused_with_what_would(
    name: str, words: tuple[str, ...], told: str, folders: dict[str, Path]
) -> None:
    assert told in refused(folders[name], *words)


def test_a_folder_that_is_none_of_an_experiment_is_refused(tmp_path: Path) -> None:
    assert "found no such folder; wanted a folder that `dealsim sweep` wrote" in refused(tmp_path / "nothing")
    assert "found no manifest.json" in refused(tmp_path)
