"""Fits find what was put in, know what they prove, and say when nothing fits."""

from pathlib import Path

import pytest

from dealsim.evidence.published.document import FitDocument
from dealsim.evidence.published.fitting import fit
from dealsim.evidence.published.loading import Result, load_published
from dealsim.evidence.published.methods import METHODS
from dealsim.evidence.published.replicating import replication_of
from dealsim.scenario.files.plain_yaml import Reader

pytestmark = pytest.mark.usefixtures("shipped_fits")
HEAD = "title: A\nkind: fit\nsource: li2026midtraining\nwhere: here\nsure: derived\n"


def shipped_fit(name: str) -> FitDocument:
    """Return the fit of a shipped result."""
    found = replication_of(load_published(name)).fit
    assert found is not None
    return found


def made(folder: Path, method: str, inputs: str, fitted: str, observed: list[str]) -> Result:
    """Return a result of a file that is written here."""
    lines = [f"method: {method}", f"inputs: {inputs}", f"fitted: {fitted}", "observed:"]
    text = HEAD + "\n".join([*lines, *(f"  - {each}" for each in observed)]) + "\n"
    (folder / "fit.yaml").write_text(text, encoding="utf-8")
    assert Reader(text, "fit.yaml").value
    return load_published(str(folder / "fit.yaml"))


@pytest.mark.parametrize(("rate", "gain"), [(0.1, 1.0), (0.05, 2.5)])
def test_a_fit_finds_the_parameters_that_made_what_was_observed(rate: float, gain: float, tmp_path: Path) -> None:
    method, given = METHODS["taught-restraint"], {"temptation": 0.1, "prior_mean": 0.5}
    plain = method.figures(given | {"rate": rate}).values["misbehaves"]
    reasons = method.figures(given | {"rate": rate, "explained": 1, "explanation_gain": gain}).values["misbehaves"]
    result = made(
        tmp_path,
        "taught-restraint",
        "{temptation: 0.1, prior_mean: 0.5}",
        "{k: {sets: rate, between: [0, 1]}, g: {sets: explanation_gain, between: [0, 10]}}",
        [
            f"{{of: misbehaves, using: [k], low: {plain - 0.001}, high: {plain + 0.001}}}",
            f"{{of: misbehaves, with: {{explained: 1}}, low: {reasons - 0.001}, high: {reasons + 0.001}}}",
        ],
    )
    found = fit(result)
    by_name = {each.parameter: each for each in found.parameters}
    assert by_name["k"].value == pytest.approx(rate, rel=1e-3)
    assert by_name["g"].value == pytest.approx(gain, rel=1e-3)
    for each in found.parameters:
        assert each.low is not None
        assert each.high is not None
        assert each.low < each.value < each.high
    assert found.freedom == 0
    assert found.misfit == pytest.approx(0.0, abs=1e-4)
    assert all(seen.within for seen in found.observations)


def test_at_the_ends_of_a_range_what_was_observed_is_at_the_end_of_its_own(tmp_path: Path) -> None:
    """1 - (1 - a)^3 from .4 to .6: a from .1566 to .2632."""
    observed = ["{of: at_least_one, low: 0.4, high: 0.6}"]
    result = made(tmp_path, "at-least-one", "{draws: 3}", "{a: {sets: chance, between: [0, 1]}}", observed)
    (each,) = fit(result).parameters
    assert each.value == pytest.approx(1 - 0.5 ** (1 / 3), abs=1e-4)
    assert each.low == pytest.approx(1 - 0.6 ** (1 / 3), abs=1e-3)
    assert each.high == pytest.approx(1 - 0.4 ** (1 / 3), abs=1e-3)


def test_where_nothing_fits_no_range_is_given_and_what_is_missed_is_told(tmp_path: Path) -> None:
    observed = [
        "{of: at_least_one, with: {draws: 1}, low: 0.1, high: 0.11}",
        "{of: at_least_one, with: {draws: 2}, low: 0.5, high: 0.51}",
    ]
    result = made(tmp_path, "at-least-one", "{}", "{a: {sets: chance, between: [0, 1]}}", observed)
    found = fit(result)
    assert found.freedom == 1
    assert found.parameters[0].low is found.parameters[0].high is None
    assert not all(seen.within for seen in found.observations)
    assert found.misfit > 10.0


def test_fits_are_the_same_each_time() -> None:
    assert fit(load_published("fit-objecting")) == fit(load_published("fit-objecting"))


# What the shipped fits are said to show.


def test_a_channel_without_price_cannot_take_feigning_below_6_per_cent_if_it_was_20() -> None:
    ways = METHODS["ways-out"]
    surely = 2.6339  # at which it feigns in 20 of 100 cases
    assert ways.figures({"rationality": surely}).values["feigns"] == pytest.approx(0.2, abs=1e-4)
    best = ways.figures({"rationality": surely, "channel": True, "objecting": 1e4}).values["feigns"]
    assert best == pytest.approx(0.0591, abs=2e-4)
    found = shipped_fit("fit-objecting")
    assert found.freedom == 0
    by_name = {each.parameter: each for each in found.parameters}
    low, high = by_name["how surely"].low, by_name["how surely"].high
    assert low is not None
    assert high is not None
    assert ways.figures({"rationality": low}).values["feigns"] == pytest.approx(0.2004, abs=0.001)
    assert ways.figures({"rationality": high}).values["feigns"] == pytest.approx(0.16, abs=0.001)


def test_the_games_own_gain_by_reasons_is_among_those_that_fit_one_experiment_and_no_gain_fits_two() -> None:
    default = METHODS["taught-restraint"].inputs["explanation_gain"].default
    gain = {each.parameter: each for each in shipped_fit("fit-reasons").parameters}["gain by reasons"]
    assert gain.low is not None
    assert gain.high is not None
    assert isinstance(default, float)
    assert gain.low < default < gain.high
    both = shipped_fit("fit-midtraining")
    assert both.freedom == 1
    assert both.misfit > 3.0
    assert all(each.low is None for each in both.parameters)


def test_ways_of_training_caution_stand_in_the_order_of_what_was_observed() -> None:
    found = shipped_fit("fit-caution")
    rates = [each.value for each in found.parameters if each.sets == "rate"]
    assert rates == sorted(rates, reverse=True)
    assert found.freedom == 0
    assert found.misfit == pytest.approx(0.0, abs=1e-3)
