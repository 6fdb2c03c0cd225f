"""`dealsim.DealModel` as users of Mesa expect a model: its arguments, its data, its end, and Mesa's own tools."""

import copy
import multiprocessing
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

import dealsim
from dealsim.api.mesa_model import DealModel
from dealsim.core.codes import Act, Trait
from dealsim.core.luck import Purpose
from dealsim.game import AI, Lab
from dealsim.game.decisions import Reveal, Strike, Work
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import ScenarioError
from tests.studies import WORLD


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.yaml"
    path.write_text(WORLD)
    return path


@pytest.fixture(scope="module")
def loaded(world: Path) -> dealsim.Playable:
    return dealsim.load(world)


def run(model: DealModel) -> DealModel:
    model.run_model()
    return model


def events(model: DealModel) -> bytes:
    return run(model).chronicle.record().events.tobytes()


# How it is made


def test_it_is_the_same_game_however_it_is_named(loaded: dealsim.Playable, world: Path) -> None:
    wanted = dealsim.play(loaded, game=2, seed=7).record.events.tobytes()
    made: list[Any] = [loaded, world, str(world), loaded.worlds, loaded.scenario, loaded.worlds.tables(7, 2)]
    assert [events(DealModel(each, 7, 2)) == wanted for each in made] == [True] * len(made)


def test_without_arguments_it_is_game_0_of_the_baseline() -> None:
    model, shipped = DealModel(), dealsim.load("baseline").scenario
    assert (model.game, model.seed, [lab.name for lab in model.labs]) == (0, 0, list(shipped.labs))
    assert model.world.horizon == shipped.horizon


def test_a_seed_may_be_written_in_all_ways_of_mesa(loaded: dealsim.Playable) -> None:
    seven: list[Any] = [7, np.int64(7), np.uint64(7), "7"]
    assert {DealModel(loaded, seed=seed).seed for seed in seven} == {7}
    assert {DealModel(loaded, rng=rng).seed for rng in seven} == {7}
    same = [
        DealModel(loaded, rng=np.random.SeedSequence(3)).seed,
        DealModel(loaded, rng=np.random.SeedSequence(3)).seed,
    ]
    assert same[0] == same[1]
    assert DealModel(loaded, rng=np.random.default_rng(1)).seed != 0


def test_no_seed_is_a_fresh_one_that_can_be_played_again(loaded: dealsim.Playable) -> None:
    one, other = DealModel(loaded, seed=None), DealModel(loaded, rng=None)
    assert one.seed != other.seed
    assert events(one) == events(DealModel(loaded, one.seed))


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"seed": -1}, "seed: found -1"),
        ({"seed": 2**64}, "seed: found"),
        ({"rng": 0.5}, "seed: found 0.5"),
        ({"seed": "seven"}, "seed: found 'seven'"),
        ({"game": -1}, "game: found -1"),
        ({"seed": 1, "rng": 1}, "both seed and rng"),
        ({"protocl": "none"}, "protocl"),
    ],
)
def test_what_is_not_accepted_is_refused_by_its_name(
    arguments: dict[str, Any], found: str, loaded: dealsim.Playable
) -> None:
    with pytest.raises(ValueError, match=found):
        DealModel(loaded, **arguments)


def test_settings_for_what_is_no_scenario_any_more_are_refused(loaded: dealsim.Playable) -> None:
    with pytest.raises(ValueError, match="settings for Worlds"):
        DealModel(loaded.worlds, protocol="none")


def test_settings_are_keywords_or_a_mapping(world: Path) -> None:
    changed: dict[str, Any] = {"every_lab.control": np.float64(0.9)}
    by_mapping, by_keyword = DealModel(world, settings=changed), DealModel(world, **changed)
    assert by_mapping.labs[0].control == by_keyword.labs[0].control == 0.9
    assert DealModel(world, horizon=3).world.horizon == 3


def test_a_scenario_that_names_classes_asks_for_them(world: Path) -> None:
    named = {"agents.ai": "mine"}
    with pytest.raises(ScenarioError, match="ai_class=YourAI"):
        DealModel(world, settings=named)
    assert DealModel(world, settings=named, ai_class=Drawn).ai_class is Drawn


# Its end, and its data


def test_steps_after_the_end_change_nothing(loaded: dealsim.Playable) -> None:
    model = run(DealModel(loaded))
    assert not model.running
    before, rows = model.chronicle.record(), len(model.datacollector.get_model_vars_dataframe())
    model.step()
    model.run_for(5)
    after = model.chronicle.record()
    assert (before.events.tobytes(), before.tally.tobytes()) == (after.events.tobytes(), after.tally.tobytes())
    assert len(model.datacollector.get_model_vars_dataframe()) == rows <= model.world.horizon + 1


def test_outcomes_are_collected_from_the_start_and_end_as_those_of_the_game(loaded: dealsim.Playable) -> None:
    for game in range(4):
        model = run(DealModel(loaded, 0, game))
        frame = model.datacollector.get_model_vars_dataframe()
        assert frame["quarter"].tolist() == list(range(model.quarters_played + 1))
        last = {name: None if value != value else value for name, value in frame.iloc[-1][list(OUTCOMES)].items()}
        assert last == dealsim.play(loaded, game=game).outcomes


def test_agents_are_collected_while_the_game_runs(loaded: dealsim.Playable) -> None:
    model = run(DealModel(loaded, 0, 1))
    frame = model.datacollector.get_agent_vars_dataframe()
    assert frame.index.get_level_values("Step").max() == model.quarters_played - 1
    assert set(frame["type"]) == {"Lab", "AI"}
    minds = frame[frame["type"] == "AI"]
    formed = {(mind.generation, mind.capability) for mind in model.chronicle.minds}
    assert set(zip(minds["generation"], minds["capability"], strict=True)) <= formed


def test_a_game_under_way_can_be_copied_and_goes_on_alike() -> None:
    baseline = dealsim.load("baseline")
    for game, steps in [(0, 3), (3, 12)]:
        model = DealModel(baseline, 0, game)
        for _ in range(steps):
            model.step()
        copies = [copy.deepcopy(model), copy.deepcopy(copy.deepcopy(model)), copy.deepcopy(model.labs[0]).model]
        wanted = dealsim.play(baseline, game=game).record.events.tobytes()
        assert [events(each) == wanted for each in [*copies, model]] == [True] * 4


def test_a_game_under_way_is_not_pickled_as_a_copy_would_play_another_game(loaded: dealsim.Playable) -> None:
    model = DealModel(loaded)
    for what in (model, model.labs[0]):
        with pytest.raises(TypeError, match="make it again with the same seed and game"):
            pickle.dumps(what)


# Mesa's own tools


@pytest.fixture
def _processes_as_before() -> Iterator[None]:
    """`batch_run` sets how the whole program starts processes."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("_processes_as_before")
def test_batch_run_gives_one_row_a_game_and_the_numbers_of_a_sweep(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.parent)
    control, games = [0.2, 0.8], 3
    rows = mesa.batch_run(
        DealModel,
        parameters={"scenario": str(world), "every_lab.control": control, "game": range(games)},
        rng=5,
        display_progress=False,
    )
    of_batch = pd.DataFrame(rows).sort_values(["every_lab.control", "game"])
    experiment = {
        "title": "The same",
        "scenario": world.name,
        "seed": 5,
        "games": games,
        "keep": "games",
        "factors": {"control": {"set": "every_lab.control", "values": control}},
    }
    of_sweep = dealsim.sweep(experiment, tmp_path / "out", workers=1).by_game.to_pandas()
    names = [name for name in OUTCOMES if name in of_sweep]
    assert len(names) > 20
    assert len(of_batch) == len(control) * games == len(of_sweep)
    np.testing.assert_array_equal(of_batch[names].to_numpy(float), of_sweep[names].to_numpy(float))


@pytest.mark.usefixtures("_processes_as_before")
def test_batch_run_without_a_seed_plays_other_games_each_time(loaded: dealsim.Playable) -> None:
    rows = mesa.batch_run(DealModel, parameters={"scenario": loaded}, rng=[None] * 3, display_progress=False)
    assert len({row["seed"] for row in rows}) == 3


def test_mesas_page_steps_a_game_and_starts_another(world: Path) -> None:
    pytest.importorskip("altair", reason="Mesa's pages cannot be imported without it: the extra solara-viz")
    import solara
    from ipyvuetify import Btn  # type: ignore[attr-defined]
    from mesa.visualization import SolaraViz, make_plot_component

    model = solara.reactive(DealModel(world))
    chosen = {"scenario": str(world), "seed": "1", "game": 1}
    page = SolaraViz(model, components=[make_plot_component("takeover")], model_params=chosen, name="A game")
    _, context = solara.render(solara.AppLayout(children=[page]), handle_error=False)  # controls are in its sidebar

    def click(label: str) -> None:
        (button,) = [each for each in context.find(Btn).widgets if each.children == [label]]
        button.click()

    for _ in range(2):
        click("Step")
    assert model.value.quarters_played == 2
    click("Reset")
    assert (model.value.seed, model.value.game, model.value.quarters_played) == (1, 1, 0)
    context.close()


# Its agents


def test_models_and_agents_say_what_they_are(loaded: dealsim.Playable) -> None:
    model = DealModel(loaded, 3, 1)
    assert repr(model) == "<DealModel: game 1, seed 3, quarter 0 of 8>"
    assert repr(model.labs[0]) == "<Lab 1: a, no AI in service, suspicion 0.40>"
    model.step()
    ai = model.labs[0].ai
    assert ai is not None
    kind = {0: "aligned", 1: "schemer", 2: "reward_seeker", 3: "proxy"}[ai.mind.kind]
    assert repr(ai).startswith(f"<AI 2: {kind}, generation 1 of a, capability {ai.mind.capability:.2f}")
    assert "AI of generation 1" in repr(model.labs[0])
    assert repr(run(model)).endswith(f"ended after quarter {model.quarters_played} of 8>")


def test_traits_can_be_read_and_completed_but_not_set(loaded: dealsim.Playable) -> None:
    model = DealModel(loaded)
    model.step()
    ai: Any = model.labs[0].ai
    for trait in Trait:
        name = trait.name.lower()
        assert name in dir(ai)
        assert getattr(ai, name) == getattr(ai.mind, name)
        with pytest.raises(AttributeError, match="fixed at its formation"):
            setattr(ai, name, 0.5)
    assert {"control", "suspicion"} <= set(dir(model.labs[0]))
    with pytest.raises(AttributeError, match="riskaversion"):
        _ = ai.riskaversion


class Drawn(AI):
    """An AI that draws numbers of all three kinds at each decision, and works."""

    def decide(self) -> Work | Strike | Reveal:
        drawn: Any = self.model
        drawn.drawn.append((self.random.random(), float(self.rng.random()), self.luck()))
        return Work(Act.LABOUR)


class Thrifty(Drawn):
    """One that draws another number first."""

    def decide(self) -> Work | Strike | Reveal:
        self.random.random()
        self.rng.random()
        self.luck(draw=1)
        return super().decide()


def draws(kind: type[AI], loaded: dealsim.Playable, seed: int, game: int) -> list[tuple[float, float, float]]:
    model: Any = DealModel(loaded, seed, game, ai_class=kind)
    model.drawn = []
    run(model)
    return list(model.drawn)


def test_each_game_and_each_seed_has_its_own_random_numbers_and_the_same_again(loaded: dealsim.Playable) -> None:
    first = {where: draws(Drawn, loaded, *where)[0] for where in [(0, 0), (0, 1), (1, 0)]}
    for kind in range(3):
        assert len({drawn[kind] for drawn in first.values()}) == 3
    assert draws(Drawn, loaded, 0, 1) == draws(Drawn, loaded, 0, 1)


def test_luck_does_not_depend_on_what_else_was_drawn(loaded: dealsim.Playable) -> None:
    usual, other = draws(Drawn, loaded, 0, 1), draws(Thrifty, loaded, 0, 1)
    assert [drawn[2] for drawn in usual] == [drawn[2] for drawn in other]
    assert usual[0][:2] != other[0][:2]


def test_the_luck_of_users_classes_is_that_of_no_rule(loaded: dealsim.Playable) -> None:
    model = DealModel(loaded)
    model.step()
    lab, ai = model.labs[0], model.labs[0].ai
    assert isinstance(lab, Lab)
    assert ai is not None
    assert len({lab.luck(), lab.luck(draw=1), ai.luck(), *map(ai.luck, Purpose)}) == len(Purpose) + 2
