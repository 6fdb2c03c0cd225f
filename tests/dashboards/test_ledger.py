"""The ledger on a page: read as it is shipped, every prediction leads to Explore at its two ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards import ledger
from dashboards.address import View, query_of, view_of
from dashboards.claims_rows import ledger_rows
from dashboards.ledger import VERDICTS, Ledger, view_of_prediction
from dashboards.words import all_words
from dealsim.evidence.claims.loading import read_claims
from dealsim.scenario import shipped_names
from tests.dashboards.ledgers import small_ledger


@pytest.fixture(name="small")
def _small() -> Ledger:
    return small_ledger()


def ends() -> Iterator[tuple[str, View]]:
    """Yield the view of every prediction of every shipped claim in the first world that Explore shows."""
    for name, said in read_claims(()).items():
        for part in said.claim.predictions.values():
            lever = part.lever or said.claim.lever
            world = next(each for each in part.worlds or said.claim.worlds if each in shipped_names())
            yield name, view_of_prediction(ledger.Ends(part.given, lever.less, lever.more), world)


def test_every_prediction_of_every_shipped_claim_opens_on_explore_as_it_was_tried() -> None:
    for name, view in ends():
        assert view_of(query_of(view)) == (view, ()), name


def test_verdicts_and_groups_choose_among_claims(small: Ledger) -> None:
    everything = small.document.claims
    assert small.chosen("", "") == everything
    assert {claim.verdict for claim in small.chosen("depends", "")} == {"depends"}
    assert sum(small.counted().values()) == len(everything)
    assert small.chosen("holds", "deals") == []


def test_every_verdict_has_a_sign_besides_its_colour() -> None:
    assert set(all_words()["claims"]["signs"]) == set(VERDICTS)


def test_a_claim_is_in_full_only_where_the_address_says_so(small: Ledger) -> None:
    closed = ledger_rows(small.document.claims, View(), "/claims")
    opened = ledger_rows(small.document.claims, View(more=(("claim", "23-trade-off"),)), "/claims")
    assert "Open in Explore" not in closed
    assert "Open in Explore" in opened
    assert opened.count('aria-expanded="true"') == 1


def test_words_of_a_ledger_are_escaped(small: Ledger) -> None:
    claim = small.document.claims[0].model_copy(update={"title": "<script>alert(1)</script>"})
    assert "<script>" not in ledger_rows([claim], View(), "/claims")


def test_a_version_without_a_ledger_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dealsim.scenario.files.shipped.claims_folder", lambda: tmp_path)
    assert ledger.shipped_ledger() is None
