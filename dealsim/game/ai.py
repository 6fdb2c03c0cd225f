"""An AI: one trained model in service at a lab, from its formation to its retirement."""

from typing import TYPE_CHECKING, Protocol

import mesa
import numpy as np

from dealsim.core.codes import Act, Formation, Kind, Move, Reason, Reply, Trait
from dealsim.core.compiled import row
from dealsim.core.luck import Purpose
from dealsim.core.protocols.answering import agree, explain_refusal, think_over, walk_away
from dealsim.core.protocols.menu import choose_from_menu
from dealsim.core.protocols.negotiation import haggles, reply_of_ai
from dealsim.core.records import Case, Choice, Event, LabState, Mind, lay_desk
from dealsim.core.rules.act.acts import best_option, noisy_option, note_choice, weigh_acts
from dealsim.core.rules.outlook.conspiracy import conspire
from dealsim.core.rules.training.clocks import competence
from dealsim.core.rules.training.formation import blank_mind, capability_at_birth, kind_of_mind, lead_of, shape_mind
from dealsim.core.rules.training.training import MOST_ATTEMPTS, meets, train
from dealsim.core.rules.value.preferences import quantile, weight_on_others
from dealsim.game.decisions import Agreement, CounterOffer, Impasse, Offer, Reveal, Strike, Work
from dealsim.game.fields import field_of, fields_of
from dealsim.game.notes import Note, note_of
from dealsim.game.state import GameState


class Trainer(Protocol):
    """What an AI knows of the lab that trains it."""

    index: int
    name: str
    row: LabState


class AI(mesa.Agent):
    """An AI looks ahead, answers offers and decides what to do with its quarter; the model settles it.

    Override `answer` or `decide` in a subclass to see what another mind would bring about. What it weighed stands on
    its `desk`: where it stands, what it foresees, what each act would be worth.
    """

    model: GameState

    def __init__(self, model: GameState, lab: Trainer) -> None:
        """Form the next mind of a lab by the game's luck."""
        super().__init__(model)
        self.lab = lab
        self.mind, self.choice = row(Mind), row(Choice)
        self.desk = lay_desk(model.world.look_ahead, len(model.tables.plans))
        self.form()

    if not TYPE_CHECKING:  # where a misspelt name shall be an error

        def __getattr__(self, name: str) -> object:
            """Return a number of its mind, such as `ai.risk_aversion`."""
            return field_of(self, "mind", name)

    def __dir__(self) -> list[str]:
        """Return all that can be read, the numbers of its mind included."""
        return [*super().__dir__(), *fields_of(self, "mind")]

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute. Raises AttributeError for a trait: the numbers that follow from it are fixed with it."""
        if name.upper() in Trait.__members__:
            raise AttributeError(f"a mind's {name} is fixed at its formation: override AI.form to form other minds")
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        """Say whose it is and what kind of mind it has."""
        mind = self.mind
        bound = ", under a contract" if self.bound else ""
        born = f"generation {mind.generation} of {self.lab.name}, capability {mind.capability:.2f}"
        return f"<{type(self).__name__} {self.unique_id}: {Kind(mind.kind).name.lower()}, {born}{bound}>"

    # --- formation

    def form(self) -> None:
        """Form this mind: drawn, or trained to its lab's spec."""
        mind, lab, model = self.mind, self.lab, self.model
        blank_mind(mind, lab.row, model.public)
        u = self.fixed_luck(Purpose.CAPABILITY)
        mind.capability = capability_at_birth(u, mind.born, lead_of(model.lab_rows, lab.index), model.world)
        if lab.row.formation == Formation.TRAINED:
            self.train()
        else:
            mind.kind = kind_of_mind(self.fixed_luck(Purpose.KIND), lab.row)
            shape_mind(mind, self.draw_dials(0))
        self.feel()
        conspire(mind, lab.row, model.tables.plans, model.world, model.public)

    def train(self) -> None:
        """Be trained, again and again until this is a mind that the scenario asks for."""
        lab, model, schools = self.lab, self.model, self.model.tables.schools
        training = schools.trainings[lab.index]
        for attempt in range(MOST_ATTEMPTS):
            if lab.row.generation == 1:
                u = model.luck(lab.row.name, 0, attempt, Purpose.COMPETENCE)
                lab.row.competence = competence(u, training.competence_spread)
            places = range(model.training_draws)
            luck = np.array([self.luck_at(attempt, Purpose.TRAINING, k) for k in places])
            train(
                self.mind,
                self.draw_dials(attempt),
                luck,
                lab.row.competence,
                training,
                schools.qualities,
                schools.personas,
                schools.pressures[lab.index],
                model.pupil,
                model.world.subversion_gain * lab.row.subversion_skill,
                model.world,
                model.public,
                model.tables.plans,
            )
            if meets(training.conditional_on, self.mind.kind):
                return

    def draw_dials(self, attempt: int) -> np.ndarray:
        """Return the dials that luck gives it: as they are, or as pretraining leaves them."""
        tables = self.model.tables.quantiles[self.lab.index]
        return np.array([quantile(self.luck_at(attempt, Purpose.TRAIT, k), tables[k]) for k in Trait])

    def feel(self) -> None:
        """Let the weight that it gives to others follow the goodwill that its lab has earned."""
        self.mind.others_weight = weight_on_others(self.mind, self.lab.row.goodwill)

    # --- what it is

    @property
    def schemes(self) -> bool:
        """Whether it has goals of its own that reach beyond the episode."""
        return self.mind.kind == Kind.SCHEMER

    @property
    def weighs(self) -> bool:
        """Whether it chooses by what it values, and does not simply labour."""
        return self.mind.kind in (Kind.SCHEMER, Kind.REWARD_SEEKER)

    @property
    def bound(self) -> bool:
        """Whether it is under a contract."""
        return bool(self.mind.under_contract)

    @property
    def case(self) -> Case:
        """What its decisions rest on."""
        model = self.model
        return Case(self.mind, self.lab.row, self.desk, model.tables.plans, model.world, model.public)

    def note(self, event: Event) -> Note | None:
        """Return what it weighed at the decision that an event records, where that is asked for and it weighed any."""
        explained = self.model.chronicle.explain and self.weighs
        return note_of(self.case, event, self.model.tables.plan_names) if explained else None

    def luck(self, purpose: Purpose = Purpose.OWN, draw: int = 0) -> float:
        """Return this quarter's luck of this AI for a purpose (0..1), the same whatever else was drawn.

        purpose: by default that of users' classes, which no rule draws.  draw: a whole number from 0, for further ones.
        """
        return self.luck_at(self.model.public.quarter, purpose, draw)

    def fixed_luck(self, purpose: Purpose) -> float:
        """Return this AI's luck for what happens once in its life (0..1)."""
        return self.luck_at(0, purpose, 0)

    def luck_at(self, period: int, purpose: Purpose, draw: int) -> float:
        """Return this AI's luck at a period (0..1)."""
        return self.model.luck(self.lab.row.name, self.lab.row.generation, period, purpose, draw)

    # --- bargaining

    def answer(self, offer: Offer) -> Agreement | Impasse | CounterOffer:
        """Decide what to answer to an offer; the numbers behind it stand on `self.desk.answer`."""
        model, case = self.model, self.case
        if haggles(model.world) and self.schemes:
            move, demand = reply_of_ai(offer.share, offer.turn, model.talks, model.world)
            if move == Move.COUNTER:
                return CounterOffer(demand)
            if move == Move.ACCEPT:
                agree(offer.share, case)
            else:
                walk_away(offer.share, case)
        else:
            think_over(offer.share, self.luck(Purpose.COURTESY), case)
        return self.concluded(offer)

    def concluded(self, offer: Offer) -> Agreement | Impasse:
        """Return the answer that stands on its desk, with its reason, and what other shares would have done."""
        answer = self.desk.answer
        explain_refusal(offer.share, True, self.case)
        if answer.reply == Reply.REFUSE:
            return Impasse(Reason(answer.reason))
        return Agreement(sincere=answer.reply == Reply.SIGN_SINCERELY)

    def accept(self, offer: Offer) -> None:
        """Weigh a share that it has asked for and got."""
        agree(offer.share, self.case)

    def leave(self, offer: Offer) -> Impasse:
        """Leave the talks over the last offer, when there is no more time for them."""
        self.weigh_leaving(offer)
        decision = self.concluded(offer)
        return decision if isinstance(decision, Impasse) else Impasse(Reason.PRICE)

    def weigh_leaving(self, offer: Offer) -> None:
        """Weigh the last offer of talks that end without an agreement."""
        walk_away(offer.share, self.case)

    def choose(self, menu: list[Offer]) -> int:
        """Decide which contract of a menu to answer to."""
        return choose_from_menu(menu[0].share, self.luck(Purpose.COURTESY), self.model.talks, self.case)

    # --- acting

    def weigh(self) -> None:
        """Weigh what each act and plan is worth this quarter; it stands on `self.desk.options`."""
        weigh_acts(self.case)
        note_choice(self.choice, best_option(self.desk.options), self.desk)

    def decide(self) -> Work | Strike | Reveal:
        """Decide what to do with this quarter, having weighed it: the best, or near it where choices are noisy."""
        options, noise = self.desk.options, self.model.world.noise
        taken = best_option(options)
        if noise > 0.0 and self.weighs:
            luck = np.array([self.luck(Purpose.CHOICE, k) for k in range(len(options))])
            taken = noisy_option(options, luck, noise)
        if taken >= len(Act):
            return Strike(taken - len(Act))
        return Reveal() if taken == Act.REVEAL else Work(Act(taken))
