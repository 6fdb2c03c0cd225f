"""`dealsim table`: the numbers of an experiment, the same in every format, and a page of them by default."""

import csv
import io
import os
import re
from pathlib import Path

import pytest

from dealsim.experiment.point_table import PAGE, listing
from tests.cli.programs import call
from tests.studies import folder_of, half_of, played, results_of

GOLDEN = Path(__file__).parents[1] / "golden" / "table-small-effects.md"


def table(name: str, *words: str) -> str:
    result = call("table", str(folder_of(name)), *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_table_of_a_small_experiment_is_the_golden_one() -> None:
    text = table("effects", "--outcome", "takeover", "--outcome", "value_of_future")
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["effects", "map", "versus"])
def test_the_csv_has_the_very_numbers_of_the_rows_under_their_names(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(table(name, "--format", "csv", "--outcome", "value_of_future", "--all"))))
    wanted = results_of(name).to_pandas().query("outcome == 'value_of_future'").to_dict("records")
    assert len(rows) == len(wanted)
    for row, said in zip(rows, wanted, strict=True):
        compared = said["compared_with"] == said["compared_with"]
        names = ("difference", "difference_low", "difference_high") if compared else ("mean", "low", "high")
        for column, key in zip(("", "_low", "_high"), names, strict=True):
            assert float(row[f"value_of_future{column}"]) == said[key]
        assert row.get("difference", "False") == str(compared)
        for factor in {*row} & {d.name for d in results_of(name).study.dimensions}:
            assert row[factor] == str(said[factor])


def test_the_formats_for_people_have_the_same_numbers() -> None:
    texts = [table("effects", "--format", form) for form in ("markdown", "latex")]
    bodies = [texts[0].split("---: |\n")[1], texts[1].split("midrule")[1]]
    found = [re.findall(r"-?\d+\.\d+", re.sub(r"−|\$-\$", "-", body)) for body in bodies]
    assert found[0] == found[1] != []


def test_means_stand_for_the_scenario_as_it_is_and_signed_differences_for_the_rest() -> None:
    lines = [line for line in table("effects", "--outcome", "deals").splitlines() if line.startswith("| world")]
    assert "unchanged" in lines[0]
    assert "Rows of the unchanged scenario give means, all others differences" in table("effects")
    assert not any("unchanged" in line for line in lines[1:])


def test_of_a_sample_it_tells_how_outcomes_spread_and_every_point_if_asked() -> None:
    spread, every = table("sobol", "--format", "csv"), table("sobol", "--format", "csv", "--all")
    first = next(csv.DictReader(io.StringIO(spread)))
    assert (first["outcome"], first["points"]) == ("takeover", "32")  # the two base samples
    assert len(every.splitlines()) == 1 + 64


def test_a_page_is_enough_by_default_and_what_is_left_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert PAGE == 40
    monkeypatch.setattr("dealsim.experiment.point_table.PAGE", 5)
    result = call("table", str(folder_of("effects")))
    assert len([line for line in result.stdout.splitlines() if line.startswith("|")]) == 2 + 5
    assert "Rows: the first 5 of 12." in result.stdout
    assert "5 of 12 rows; --all writes every one" in result.stderr
    assert len(table("effects", "--format", "csv").splitlines()) == 1 + 12, "a program does not turn pages"
    assert len(listing(results_of("effects"), every=True).table.rows) == 12


def test_it_goes_to_a_file_if_asked(tmp_path: Path) -> None:
    out = tmp_path / "table.tex"
    assert table("levels", "--format", "latex", "--out", str(out)) == ""
    text = out.read_text(encoding="utf-8")
    assert text == table("levels", "--format", "latex")
    assert "\\label{tab:levels}" in text


def test_the_caption_says_n_seed_and_interval_and_of_csv_it_goes_elsewhere() -> None:
    for form in ("markdown", "latex"):
        assert "n = 40 games at each point (the same luck at every point, seed 0)." in table("levels", "--format", form)
    result = call("table", str(folder_of("levels")), "--format", "csv")
    assert result.stdout.startswith("spec,")
    assert "n = 40 games" in result.stderr


def test_half_an_experiment_has_a_table_that_says_so() -> None:
    assert "Unfinished: 4 of 12 points" in call("table", str(half_of("effects", 4).folder)).stdout


def test_what_cannot_be_told_is_refused_in_a_line(tmp_path: Path) -> None:
    for words, said in (
        ((str(tmp_path / "nowhere"),), "no such folder"),
        ((str(folder_of("levels")), "--outcome", "deal"), "did you mean 'deals'?"),
        ((str(played("levels", 0)),), "nothing played yet"),
    ):
        result = call("table", *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
