"""What a command prints, Python gets as an object; a watcher sees the work, and may end it early."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from dealsim import api
from dealsim.api.judging import claim_titles, shipped_claims
from dealsim.api.watching import Pieces, straight
from dealsim.scenario import ScenarioError
from dealsim.work.processes import Processes
from tests.cli.programs import call

EXPERIMENT = {
    "title": "Small",
    "scenario": "baseline",
    "games": 4,
    "factors": {"offers": {"levels": {"none": {"protocol": "none"}, "posted": {"protocol": "posted"}}}},
}


def printed(*words: str) -> str:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_story_is_that_of_the_command_line() -> None:
    told = api.story("baseline", {"protocol": "none"}, game=3, explain=True)
    assert f"{told.document.printed}\n" == printed(
        "story", "baseline", "--set", "protocol=none", "--game", "3", "--explain"
    )


def test_published_numbers_are_those_of_the_command_line() -> None:
    assert f"{api.replicate(['stastny-window']).printed}\n" == printed("replicate", "stastny-window")


def test_the_shipped_ledger_is_that_of_the_command_line_and_every_claim_has_a_title() -> None:
    assert f"{shipped_claims(['23']).printed}\n" == printed("claims", "--shipped", "23")
    assert {claim.id: claim.title for claim in shipped_claims().claims} == claim_titles()


def test_a_file_is_described_or_all_that_is_wrong_with_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("title: A\nextends: baseline\nhorizn: 3\n")
    found = api.check(str(tmp_path / "wrong.yaml"))
    assert not isinstance(found, str)
    assert [problem.key for problem in found] == ["horizn"]
    assert str(api.check("baseline")).startswith("3 labs")


def test_a_comparison_that_is_ended_early_is_of_the_games_that_were_played() -> None:
    def first(pieces: Pieces, crew: Processes | None) -> Pieces:
        return islice(straight(pieces, crew), 1)

    found = api.compare("baseline", api.load("baseline", protocol="none"), games=2048, through=first)
    assert found.games == 1024
    assert found.outcomes == api.compare(found.a, found.b, games=1024).outcomes


def test_a_sweep_that_is_ended_early_says_what_is_there_and_goes_on_from_there(tmp_path: Path) -> None:
    @contextmanager
    def at_once(total: int, halt: Callable[[], None]) -> Iterator[Callable[[int], None]]:
        halt()
        yield lambda done: None

    with pytest.raises(api.Interrupted) as stopped:
        api.sweep(EXPERIMENT, tmp_path / "out", watch=at_once)
    assert (stopped.value.there, stopped.value.points) == (0, 2)
    played = api.sweep(EXPERIMENT, tmp_path / "out")
    assert played.document is not None
    again = api.sweep(EXPERIMENT, tmp_path / "out").document
    assert again is not None
    assert (played.document.chunks_played_now, again.chunks_played_now) == (2, 0)


def test_results_are_repeated_and_a_whole_of_one_part_is_the_part(tmp_path: Path) -> None:
    api.sweep(EXPERIMENT, tmp_path / "out")
    assert api.repeat(tmp_path / "out", points=1).same
    merged = api.merge([tmp_path / "out"], tmp_path / "whole").document
    assert (merged.points, merged.chunks_copied_now) == (2, 2)
    with pytest.raises(ScenarioError, match="another one"):
        api.repeat(tmp_path / "out", out=tmp_path / "out")
    with pytest.raises(ValueError, match="wanted either"):
        api.repeat(tmp_path / "out")


def test_a_run_into_a_folder_writes_what_the_command_line_writes(tmp_path: Path) -> None:
    shown: list[str] = []
    played = api.load("baseline", protocol="none")
    finished = api.run_into(
        tmp_path / "one", played, games=5, seed=2, show=lambda document: shown.append(document.printed)
    )
    words = ("baseline", "--set", "protocol=none", "--games", "5", "--seed", "2", "--out", str(tmp_path / "other"))
    assert (finished, [f"{text}\n" for text in shown]) == (5, [printed("run", *words)])
    for name in ("outcomes.json", "games.parquet"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
