"""`dealsim story`: one game told, on paper and as a document."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from dealsim import api
from dealsim.api.schemas import results_schema
from dealsim.cli.main import main
from dealsim.cli.story import choice_of, news_of
from dealsim.results.documents.story import StoryDocument

GOLDEN = Path(__file__).parents[1] / "golden"


def told(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["story", "baseline", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("arguments", [(), ("--explain",)])
def test_the_page_reads_as_it_read_before(arguments: tuple[str, ...]) -> None:
    """Golden pages. `DEALSIM_GOLDEN=write pytest` writes them anew; a change needs a [MODEL] line in the CHANGELOG."""
    page = told("--game", "3", *arguments)
    golden = GOLDEN / f"story-page{'-explained' if arguments else ''}.txt"
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


def test_the_document_fits_its_schema_and_is_the_same_game() -> None:
    plain, explained = (json.loads(told("--game", "3", "--json", *more)) for more in ((), ("--explain",)))
    Draft202012Validator(results_schema() | {"anyOf": [{"$ref": "#/$defs/story"}]}).validate(plain)
    assert StoryDocument.model_validate(explained).ending == plain["ending"]
    assert [event["text"] for event in plain["events"]] == [event["text"] for event in explained["events"]]
    assert all(event["weighed"] is None for event in plain["events"])
    assert any(event["weighed"] for event in explained["events"])


def test_the_option_taken_is_the_best_one_and_its_margin_is_no_less_than_nothing() -> None:
    for event in json.loads(told("--game", "3", "--json", "--explain"))["events"]:
        if weighed := event["weighed"]:
            assert weighed["options"][weighed["taken"]] == max(weighed["options"].values())
            assert weighed["margin"] >= 0.0


def test_another_seed_is_another_game() -> None:
    assert told("--game", "3") != told("--game", "3", "--seed", "1") != told("--game", "4")


def test_a_quarter_in_which_a_mind_goes_on_for_the_same_reason_is_not_explained_again() -> None:
    story = api.story("baseline", game=3, explain=True).told
    news = list(news_of(story))
    assert {id(p) for p in story.passages if p.fresh} <= {id(p) for p in news}
    for passage, before in zip(news, [None, *news], strict=False):
        if not passage.fresh and before is not None and before.lab == passage.lab and before.note is not None:
            assert choice_of(passage.note) != choice_of(before.note)
    assert len(news) < sum(p.fresh or p.note is not None for p in story.passages)
    assert "nothing changed until quarter 4" in told("--game", "3", "--explain")
