"""What is taken away gives the same numbers again."""

from pathlib import Path

import pytest

from dashboards.address import View
from dashboards.downloads import FORMS, command_of, figures_of, scenario_yaml, table_csv
from dashboards.games import answers
from dashboards.sides import Side, load
from dashboards.windows import schemers_windows
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import load_worlds

SIDES = [
    Side(),
    Side("baseline", ("every_lab.enforcement=0.9", "protocol=none")),
    Side("baseline", ("every_lab.spec=humble", "every_lab.spec.qualities.keeps-its-word.target=0.1")),
    Side("baseline", ("every_lab.spec.qualities.honest.target=0.1",)),
    Side("baseline", ("every_lab.training=deceptive-alignment-rare", "every_lab.training.clocks.goal=0.1")),
    Side("plausible", ("every_lab.minds.traits.spite=0.2 to 0.6", "every_lab.minds.traits.risk_aversion={rho: 3}")),
    Side("race", ("every_lab.spec=null",)),
    Side("early-schemer", ("every_lab.minds.kinds={aligned: 0.5, schemer: 0.5}",)),
]


@pytest.mark.parametrize("side", SIDES, ids=str)
def test_the_scenario_that_is_taken_away_is_the_game_that_was_shown(side: Side, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(scenario_yaml(side))
    assert load_worlds(str(file)).digest == load(side).digest


def test_the_command_names_both_sides_so_that_a_shell_takes_them() -> None:
    view = View(now=Side("baseline", ("every_lab.minds.traits.spite=0.2 to 0.6",)), games=8192, seed=7)
    assert command_of(view) == (
        "dealsim compare baseline baseline --b 'every_lab.minds.traits.spite=0.2 to 0.6' --games 8192 --seed 7"
    )
    alone = Side("race", ("protocol=none",))
    assert command_of(View(now=alone, pinned=alone)) == "dealsim run race --set protocol=none --games 2048"


def test_the_table_has_every_outcome_of_both_sides_and_the_difference() -> None:
    view = View(now=SIDES[1])
    *_, answer = answers(load(view.now), load(view.pinned), 64, 0, lambda: True)
    head, *lines = table_csv(view, answer).decode().splitlines()
    assert head.startswith("outcome,group,unit,pinned,pinned_low,pinned_high,now,")
    assert [line.partition(",")[0] for line in lines] == [*OUTCOMES]


def test_every_figure_is_drawn_in_every_form() -> None:
    view = View(now=SIDES[1])
    *_, answer = answers(load(view.now), load(view.pinned), 128, 0, lambda: True)
    figures = figures_of(view, answer, schemers_windows(Side())[0], dark=False)
    assert [figure.file for figure in figures] == ["differences", "deal-window", "refusals", "peace"]
    for figure in figures:
        for form in FORMS:
            start = figure.draw(form)[:200]
            assert b"<?xml" in start if form == "svg" else start.startswith(b"\x89PNG")


def test_a_figure_of_one_side_shows_one_side() -> None:
    *_, answer = answers(load(Side()), load(Side()), 64, 0, lambda: True)
    assert "differences" not in [figure.file for figure in figures_of(View(), answer, None, dark=True)]
