"""A record told in words: every event has its sentence, and the numbers are the record's."""

import json
import os
from pathlib import Path

import pytest

from dealsim import engine
from dealsim.core.codes import HAPPENING_FIELDS, Happening, Reason
from dealsim.core.compiled import layout
from dealsim.core.records import Event
from dealsim.game import AI, Lab
from dealsim.game.cast.agent_classes import Cast
from dealsim.game.decisions import Offer
from dealsim.game.story import SENTENCES, Story, story_of
from dealsim.scenario import ScenarioTables, load_scenario, tabulate

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def stories(baseline_tables: ScenarioTables) -> list[Story]:
    return [story_of(baseline_tables, 0, game, explain=True) for game in range(40)]


def test_every_happening_has_a_sentence_and_its_fields() -> None:
    assert set(SENTENCES) == set(Happening) - {Happening.ENDED}
    assert set(HAPPENING_FIELDS) == set(Happening)
    assert {name for fields in HAPPENING_FIELDS.values() for name in fields} <= set(layout(Event).names or ())


def test_a_story_tells_every_event_but_the_end(baseline_tables: ScenarioTables, stories: list[Story]) -> None:
    for game, story in enumerate(stories):
        events = engine.play_one(baseline_tables, 0, game).events
        assert [passage.happening for passage in story.passages] == [
            Happening(happening).name.lower() for happening in events["happening"][:-1]
        ]


def test_a_story_has_the_numbers_of_the_record(baseline_tables: ScenarioTables, stories: list[Story]) -> None:
    for game, story in enumerate(stories):
        for passage, event in zip(story.passages, engine.play_one(baseline_tables, 0, game).events, strict=False):
            for name, number in passage.numbers.items():
                if isinstance(number, float):
                    assert number == event[name]


def test_what_is_undefined_is_null_and_json_can_say_it(stories: list[Story]) -> None:
    answers = [p for story in stories for p in story.passages if p.happening in ("signed", "refused")]
    assert all(p.numbers["value"] is None for p in answers if p.mind == "aligned")
    assert all(isinstance(p.numbers["value"], float) for p in answers if p.mind == "schemer")
    hopeless = [p for p in answers if p.numbers.get("reason") == Reason.CREDIBILITY.name.lower()]
    assert hopeless
    assert all(p.numbers["reservation"] is None for p in hopeless)
    json.dumps([p.numbers for p in answers], allow_nan=False)


def test_a_reservation_share_is_told_where_price_is_the_reason(stories: list[Story]) -> None:
    answers = [p for story in stories for p in story.passages if p.happening == "refused" and p.mind == "schemer"]
    refused = [p for p in answers if p.numbers["reason"] == "price" and p.numbers["reservation"] is not None]
    assert refused
    for passage in refused:
        assert passage.numbers["reservation"] > passage.numbers["share"]


def test_an_offer_too_large_to_be_believed_is_not_called_too_little() -> None:
    """Plausibility makes the acceptable shares an interval: the share that would do may be the smaller one."""

    class Lavish(Lab):
        """A lab that offers half of the future."""

        def offer(self, ai: AI) -> Offer:
            return Offer(0.5, 0.0)

    tables = tabulate(load_scenario("baseline", ["every_lab.spec=null", "beliefs.plausible_share=0.01"]))
    stories = [story_of(tables, 0, game, cast=Cast(lab=Lavish)) for game in range(8)]
    refused = [p for story in stories for p in story.passages if p.numbers.get("reason") == "price"]
    told = [p for p in refused if p.numbers["reservation"] is not None]
    assert any("too much to be believed" in p.text for p in told)
    for passage in told:
        assert ("too little" in passage.text) == (passage.numbers["reservation"] > passage.numbers["share"])


def test_every_kind_of_sentence_is_whole(stories: list[Story]) -> None:
    seen = {passage.happening for story in stories for passage in story.passages}
    assert len(seen) >= 12
    for story in stories:
        for passage in story.passages:
            assert passage.text.endswith(".")
            assert "nan" not in passage.text
            assert "{" not in passage.text


def test_a_story_reads_as_it_read_before(baseline_tables: ScenarioTables) -> None:
    """A golden text. `DEALSIM_GOLDEN=write pytest` writes it anew; a change needs a [MODEL] line in the CHANGELOG."""
    story = story_of(baseline_tables, 0, 3)
    lines = [f"{passage.quarter:2d} {passage.text}" for passage in story.passages if passage.fresh]
    told = "\n".join([*lines, story.ending, ""])
    golden = GOLDEN / "story-baseline-0-3.txt"
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_the_end_of_a_story_is_a_takeover_or_the_horizon() -> None:
    tables = tabulate(load_scenario("baseline", ["protocol=none"]))
    endings = {story_of(tables, 0, game).ending.split()[0] for game in range(10)}
    assert endings == {"An", "No"}


def test_a_mind_that_signs_out_of_courtesy_is_not_said_to_have_revealed_itself(stories: list[Story]) -> None:
    betrayed = [p for story in stories for p in story.passages if p.happening == "betrayed"]
    assert {p.mind for p in betrayed} > {"schemer"}
    for passage in betrayed:
        assert ("revealed itself" in passage.text) == (passage.mind in ("schemer", "reward_seeker"))


def test_a_share_that_needs_not_be_paid_is_said_in_words(stories: list[Story]) -> None:
    signed = [
        p for story in stories for p in story.passages if p.happening == "signed" and p.numbers["reservation"] == 0
    ]
    assert signed
    assert not any(" 0%" in p.text for p in signed)
