"""The Mesa game: real agents, born and retired, whose decisions can be overridden one by one."""

import mesa

from dealsim.core.codes import Act, Happening, Reason
from dealsim.core.records import Promise
from dealsim.game import AI, DealModel, Lab
from dealsim.game.decisions import Agreement, Impasse, Offer, Strike, Withheld, Work
from dealsim.scenario import ScenarioTables


class Loyal(AI):
    """An AI that never strikes."""

    def decide(self) -> Work | Strike:
        return Work(Act.KEEP if self.bound else Act.FEIGN)


class Rash(AI):
    """An AI that strikes by the first plan as soon as it can."""

    def decide(self) -> Work | Strike:
        super().decide()  # it looks, so that the plan's chance is known
        return Strike(0) if self.schemes else Work(Act.LABOUR)


class Proud(AI):
    """An AI that refuses every offer as unfair."""

    def answer(self, offer: Offer) -> Agreement | Impasse:
        super().answer(offer)
        return Impasse(Reason.FAIRNESS)


class Faithless(Lab):
    """A lab that never pays."""

    def pays(self, promise: Promise) -> bool:
        return False


class Generous(Lab):
    """A lab that offers a tenth of the future."""

    def offer(self, ai: AI) -> Offer | Withheld:
        return Offer(0.1, 0.0)


def happenings(model: DealModel) -> list[int]:
    return model.run().events["happening"].tolist()


def test_ais_are_mesa_agents_that_are_born_and_retired(baseline_tables: ScenarioTables) -> None:
    born: list[AI] = []

    class Counted(AI):
        def __init__(self, model: DealModel, lab: Lab) -> None:
            super().__init__(model, lab)
            born.append(self)

    model = DealModel(baseline_tables, 0, 3, ai_class=Counted)
    while model.running:
        model.step()
        in_service = {lab.ai for lab in model.labs if lab.ai is not None}
        assert set(model.agents_by_type.get(Counted, [])) == in_service
    assert all(isinstance(ai, mesa.Agent) for ai in born)
    formed = model.chronicle.record().events["happening"].tolist().count(Happening.FORMED)
    assert len(born) == formed > len(model.labs)


def test_stepping_by_hand_plays_the_same_game_as_running(baseline_tables: ScenarioTables) -> None:
    by_hand, at_once = DealModel(baseline_tables, 0, 5), DealModel(baseline_tables, 0, 5)
    while by_hand.running:
        by_hand.step()
    assert by_hand.chronicle.record().events.tobytes() == at_once.run().events.tobytes()


def test_explaining_changes_nothing(baseline_tables: ScenarioTables) -> None:
    quiet, explained = DealModel(baseline_tables, 0, 3), DealModel(baseline_tables, 0, 3, explain=True)
    assert quiet.run().events.tobytes() == explained.run().events.tobytes()
    assert explained.chronicle.notes
    assert not quiet.chronicle.notes


def test_what_was_weighed_is_what_was_recorded(baseline_tables: ScenarioTables) -> None:
    for game in range(10):
        model = DealModel(baseline_tables, 0, game, explain=True)
        events = model.run().events
        for place, note in model.chronicle.notes.items():
            assert note.options[note.taken] == (
                events[place]["alternative"] if note.taken == "refuse" else events[place]["value"]
            )


def test_a_best_response_has_no_negative_margin(baseline_tables: ScenarioTables) -> None:
    for game in range(10):
        model = DealModel(baseline_tables, 0, game, explain=True)
        model.run()
        assert all(note.margin >= 0.0 for note in model.chronicle.notes.values())


def test_an_ai_that_never_strikes_is_one_method(baseline_tables: ScenarioTables) -> None:
    for game in range(20):
        assert DealModel(baseline_tables, 0, game, ai_class=Loyal).run().tally["attempts"] == 0


def test_an_ai_that_always_strikes_is_one_method(baseline_tables: ScenarioTables) -> None:
    model = DealModel(baseline_tables, 0, 0, ai_class=Rash)
    assert Happening.FEIGNED not in happenings(model)
    assert model.chronicle.tally.attempts > 0


def test_an_ai_that_refuses_is_one_method(baseline_tables: ScenarioTables) -> None:
    tally = DealModel(baseline_tables, 0, 0, ai_class=Proud).run().tally
    assert tally["deals"] == 0
    by_the_lab = sum(tally[f"refused_{reason}"] for reason in ("price", "power_shift", "suspicion", "budget"))
    assert tally["refused_fairness"] == tally["negotiations"] - by_the_lab > 0


def test_a_lab_that_never_pays_is_one_method_and_is_trusted_less(baseline_tables: ScenarioTables) -> None:
    honest = DealModel(baseline_tables, 0, 0)
    faithless = DealModel(baseline_tables, 0, 0, lab_class=Faithless)
    assert faithless.run().tally["kept"] == 0
    assert faithless.chronicle.tally.broken > 0
    honest.run()
    assert all(one.row.kept <= other.row.kept for one, other in zip(faithless.labs, honest.labs, strict=True))


def test_a_lab_that_offers_more_is_one_method(baseline_tables: ScenarioTables) -> None:
    events = DealModel(baseline_tables, 0, 0, lab_class=Generous).run().events
    signed = events[events["happening"] == Happening.SIGNED]
    assert len(signed) > 0
    assert set(signed["share"].tolist()) == {0.1}


def test_the_tables_stay_as_they_are(baseline_tables: ScenarioTables) -> None:
    before = [baseline_tables.labs[i].tobytes() for i in range(len(baseline_tables.labs))]  # type: ignore[attr-defined]
    DealModel(baseline_tables, 0, 0).run()
    assert before == [baseline_tables.labs[i].tobytes() for i in range(len(baseline_tables.labs))]  # type: ignore[attr-defined]
