"""Who is in service: minds are formed, audited, retired and dismissed."""

from copy import deepcopy
from typing import TYPE_CHECKING, NoReturn, Self

from dealsim.core.codes import AuditResponse, Happening
from dealsim.core.compiled import row
from dealsim.core.luck import Purpose
from dealsim.core.records import Promise
from dealsim.core.rules.deal.promises import owe
from dealsim.core.rules.outlook.outlook import retires
from dealsim.core.rules.value.preferences import utility
from dealsim.core.rules.watch.control import hit_chance, removes, suspicion_after_audit
from dealsim.game.ai import AI
from dealsim.game.lab import Lab
from dealsim.game.state import GameState

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables


class Roster(GameState):
    """The labs of a game and the AIs that serve them."""

    def __init__(
        self,
        tables: "ScenarioTables",
        seed: int = 0,
        game: int = 0,
        *,
        lab_class: type[Lab] = Lab,
        ai_class: type[AI] = AI,
        explain: bool = False,
    ) -> None:
        """Found the labs; their first AIs are formed in the first quarter."""
        super().__init__(tables, seed, game, explain=explain)
        self.ai_class = ai_class
        self.labs = [lab_class(self, index) for index in range(len(tables.labs))]

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        """Return a copy of a game under way, in which each lab's record is a row of the copy's own table."""
        other = type(self).__new__(type(self))
        memo[id(self)] = other
        other.__dict__.update(deepcopy(self.__dict__, memo))
        for index, lab in enumerate(other.labs):  # which may have no index yet, where the copy begins with a lab
            lab.row = other.lab_rows[index]
        return other

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Refuse to be pickled: NumPy's records come back from it deaf to what is written to them."""
        instead = "make it again with the same seed and game and step it as often; copy.deepcopy copies it"
        raise TypeError(f"a game under way cannot be pickled: {instead}")

    def serving(self) -> list[tuple[Lab, AI]]:
        """Return the AIs in service with their labs, in the order of the labs' names."""
        return [(lab, lab.ai) for lab in self.labs if lab.ai is not None]

    # --- form and retire minds

    def change_minds(self) -> None:
        """Retire minds whose service ends and form new ones where none is in service."""
        for lab in self.labs:
            if lab.ai is not None and self.retires(lab.ai):
                self.retire(lab, lab.ai)
            if lab.ai is None and self.public.quarter >= lab.row.idle_until:
                self.form_mind(lab)

    def retires(self, ai: AI) -> bool:
        """Whether an AI's service ends this quarter."""
        served = ai.mind.born < self.public.quarter
        return served and bool(retires(ai.luck(Purpose.RETIREMENT), ai.mind, self.world, self.public))

    def retire(self, lab: Lab, ai: AI) -> None:
        """Retire an AI; a promise to it stands, else it is left the default gift."""
        event = self.chronicle.start(Happening.RETIRED, lab.index, ai.mind)
        if ai.bound and ai.mind.owed > 0.0:
            self.promises.append(self.promise_to(lab, ai))
        else:
            event.felt = utility(self.world.default_gift, ai.mind, self.world)
        self.chronicle.enter(event)
        lab.ai = None
        lab.row.occupied = 0
        ai.remove()

    def promise_to(self, lab: Lab, ai: AI) -> Promise:
        """Return what a lab owes its AI from now on."""
        promise = row(Promise)
        owe(promise, lab.index, self.public.quarter, ai.mind, lab.row, self.world)
        return promise

    def form_mind(self, lab: Lab) -> None:
        """Form the next mind of a lab."""
        lab.row.generation += 1
        lab.row.occupied = 1
        lab.row.suspicion, lab.row.jumped, lab.row.believed_signing = lab.row.first_suspicion, 0, 0.0
        lab.ai = self.ai_class(self, lab)
        self.chronicle.form(lab.index, lab.ai.mind)

    def dismiss(self, lab: Lab) -> None:
        """Take a lab's AI out of service; what it was promised is void."""
        if lab.ai is not None:
            lab.row.promised -= lab.ai.mind.owed
            lab.ai.remove()
        lab.ai, lab.row.occupied = None, 0

    # --- audit

    def audit(self) -> None:
        """Audit every AI that has served a quarter, but for those to whom a contract grants amnesty."""
        for lab in self.labs:
            lab.row.jumped = 0
        for lab, ai in self.serving():
            if ai.mind.born < self.public.quarter and not (ai.bound and lab.row.amnesty):
                self.audit_one(lab, ai)

    def audit_one(self, lab: Lab, ai: AI) -> None:
        """Audit an AI by the traces of its last quarter, and let its lab act on what that finds."""
        chance, luck = hit_chance(ai.mind.traces, ai.mind, lab.row), ai.luck(Purpose.AUDIT)
        found, before = luck < chance, lab.row.suspicion
        lab.row.suspicion = suspicion_after_audit(found, ai.mind, lab.row)
        lab.row.jumped = int(lab.row.suspicion - before >= lab.row.negotiate_jump)
        if not found:
            return
        event = self.chronicle.start(Happening.FLAGGED, lab.index, ai.mind)
        event.chance, event.luck, event.under_contract = chance, luck, ai.mind.under_contract
        event.value = lab.row.suspicion
        gone = removes(lab.row.suspicion, lab.row)
        event.felt = -self.world.audit_loss if gone else 0.0
        self.chronicle.enter(event)
        if gone:
            self.respond(lab)

    def respond(self, lab: Lab) -> None:
        """Let a lab act on what an audit of its AI has found."""
        if lab.row.response == AuditResponse.SHUT_DOWN:
            lab.row.idle_until = self.public.quarter + lab.row.downtime
        elif lab.row.response == AuditResponse.DISCLOSE:
            self.public.catches_now += 1
        self.dismiss(lab)
