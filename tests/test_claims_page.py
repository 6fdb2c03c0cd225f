"""The page of the ledger is what the script makes of the ledger that travels with dealsim, and names every claim."""

import re

from dealsim.evidence.claims.loading import claim_number, read_claims
from dealsim.measure.claim_measures import names_of_measures
from scripts.write_claims import DRAWN_WORLDS, FIGURE, PAGE, ledger, page, trade_offs

DOCUMENT = ledger()


def test_page_and_ledger_agree() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(DOCUMENT), "run `python -m scripts.write_claims`"


def test_the_ledger_is_of_the_claims_as_their_files_say_them() -> None:
    """What was played is what the files ask for: levers, directions, conditions and what judges."""
    said = read_claims()
    assert [claim.id for claim in DOCUMENT.claims] == [*said]
    for found in DOCUMENT.claims:
        claim = said[found.id].claim
        assert (found.title, found.claim, found.group, found.source) == (
            *(claim.title, claim.claim, claim.group, claim.source),
        )
        assert [each.name for each in found.predictions] == [*claim.predictions]
        for each in found.predictions:
            prediction = claim.predictions[each.name]
            lever = prediction.lever or claim.lever
            assert (each.measure, each.direction, each.smallest) == (
                *(prediction.measure, prediction.direction, prediction.least),
            )
            assert (each.given, each.rather_than) == (prediction.given, prediction.rather_than)
            assert (each.lever.less, each.lever.more) == (lever.less, lever.more)
            assert each.judges == (each.name in claim.judges)
            assert each.measure in names_of_measures()


def test_every_claim_has_a_row_a_section_and_signs() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for claim in DOCUMENT.claims:
        assert f"### {claim_number(claim.id)} {claim.title}" in text
        assert f"../scenarios/claims/{claim.id}.yaml" in text
        rows = re.findall(rf"^\| {claim_number(claim.id)} \|", text, re.MULTILINE)
        assert len(rows) == 1 + len(claim.predictions)


def test_every_interval_holds_its_change_and_is_wider_at_the_ledger_s_confidence() -> None:
    for claim in DOCUMENT.claims:
        for each in claim.predictions:
            for tried in each.tried:
                if tried.change is not None and tried.ci95 and tried.interval:
                    low, high = tried.ci95
                    assert tried.interval[0] <= low <= tried.change <= high <= tried.interval[1]


def test_every_trait_of_the_trade_off_is_drawn_in_each_world() -> None:
    rows = trade_offs(DOCUMENT)
    assert {*rows["panel"]} == {*DRAWN_WORLDS}
    assert len(rows) == rows.groupby("panel")["label"].nunique().max() * len(DRAWN_WORLDS)
    assert FIGURE.read_bytes().startswith(b"\x89PNG")
