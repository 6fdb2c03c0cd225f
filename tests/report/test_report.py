"""Studies as pages that need no network."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dealsim.experiment.results import StudyResults, open_study
from dealsim.report.findings import findings_of
from dealsim.report.page import report
from tests.cli.programs import call
from tests.experiment.small import CONTROL, study, sweep

SPITE = {"set": "every_lab.minds.traits.spite.mean", "values": [0.1, 0.9]}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> StudyResults:
    """Results of a small experiment in which every value is compared with the unchanged world."""
    folder = tmp_path_factory.mktemp("study")
    title = "Care & <spite>"
    small = study(folder, design="paired", factors={"control": CONTROL, "spite": SPITE}, games=200, title=title)
    sweep(small, folder / "out")
    return open_study(folder / "out")


@pytest.fixture(scope="module")
def page(results: StudyResults) -> str:
    """The page about it."""
    return report([results])


class Addresses(HTMLParser):
    """Collects what a page would load, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [str(value) for name, value in attrs if name in ("src", "srcset", "href")]
        if tag not in ("meta", "img", "source", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_report_loads_nothing_that_is_not_in_it(page: str) -> None:
    seen = Addresses(page)
    assert not seen.open
    assert seen.loaded
    assert all(each.startswith(("data:image/svg+xml;base64,", "#study-")) for each in seen.loaded)
    assert not re.search(r"url\(|@import|<script", page)


def test_a_report_shows_each_figure_for_light_and_for_dark_with_its_n_and_the_kind_of_its_interval(page: str) -> None:
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert figures
    for figure in figures:
        light, dark = re.search(r'src="([^"]+)"', figure), re.search(r'srcset="([^"]+)"', figure)
        assert light is not None
        assert dark is not None
        assert light[1] != dark[1]
        caption = figure.split("<figcaption>")[1]
        assert "n = " in caption
        assert "interval" in caption


def test_what_a_user_wrote_cannot_become_markup(page: str) -> None:
    assert "Care &amp; &lt;spite&gt;" in page
    assert "<spite>" not in page


def test_the_same_results_make_the_same_page(results: StudyResults, page: str) -> None:
    assert report([open_study(results.folder)]) == page


def test_what_stands_out_are_the_largest_differences_whose_interval_leaves_out_0(results: StudyResults) -> None:
    rows = results.to_pandas()
    found = [each for each in findings_of(results) if each.outcome == "takeover"]
    sure = rows[(rows["outcome"] == "takeover") & ((rows["difference_low"] > 0) | (rows["difference_high"] < 0))]
    assert len(sure) >= 2  # control matters
    assert [abs(each.value) for each in found] == sorted(sure["difference"].abs(), reverse=True)[: len(found)]
    assert all(each.low > 0 or each.high < 0 for each in found)
    assert all("control" in each.where for each in found[:1])


def test_without_a_comparison_the_lowest_and_the_highest_point_stand_out(tmp_path: Path) -> None:
    sweep(study(tmp_path, games=100), tmp_path / "out")
    results = open_study(tmp_path / "out")
    means = results.to_pandas().query("outcome == 'takeover'")["mean"]
    found = [each.value for each in findings_of(results) if each.outcome == "takeover"]
    assert found == [means.min(), means.max()]


def test_a_report_says_what_has_not_been_played_and_what_failed(tmp_path: Path) -> None:
    many = {"set": "every_lab.control", "range": [0.1, 0.9], "steps": 20}
    half = study(
        tmp_path, factors={"control": many, "difficulty": {"set": "plans.p.difficulty", "values": [0.2, 0.4]}}, games=20
    )
    sweep(half, tmp_path / "out")
    (tmp_path / "out" / "points" / "000000.parquet").unlink()
    assert re.search(r"Only \d+ of 40 points have been played", report([open_study(tmp_path / "out")]))


def test_dealsim_report_puts_several_studies_on_one_page(results: StudyResults, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = call("report", str(results.folder), str(results.folder), "--out", str(out), "--outcome", "takeover")
    assert done.exit_code == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    assert text.count("<section") == 3  # the sources have one, too
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_folder_without_results_is_refused_and_nothing_written(tmp_path: Path) -> None:
    done = call("report", str(tmp_path / "none"), "--out", str(tmp_path / "page.html"))
    assert done.exit_code == 2
    assert "no such folder" in done.stderr
    assert not (tmp_path / "page.html").exists()
