"""Every page: readable by everyone, at every width, light and dark; and the way from a claim to Explore."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import SOON, Visitor, required

type Visit = Callable[..., Visitor]

SHOTS = os.environ.get("DEALSIM_SCREENSHOTS")  # a folder that keeps a picture of every page, to look at
PAGES = {
    "explore": ("", ""),
    "moved": ("", "?set=every_lab.spec%3Dhumble&set=every_lab.enforcement%3D0.9&open=promises"),
    "wrong": ("", "?set=every_lab.enforcement%3D7"),
    "map": ("map", "?y=every_lab.control&of=attempt"),
    "guess": ("", "?set=every_lab.enforcement%3D0.9&guess=first"),
    "story": ("story", "?set=protocol%3Dnone&game=3"),
    "specs": ("specs", ""),
    "claims": ("claims", ""),
    "claim": ("claims", "?claim=23-trade-off"),
}
SHOWN = ".ds-explore:has(.ds-answer:not(.ds-old) .ds-played) .ds-card:not(.ds-old) .ds-told"
ONCE = ("explore", "map", "story", "specs", "claims")  # each page, as it is first seen
WIDTHS = (390, 1280, 1920) if required() or SHOTS else (1280,)
LAST = {
    "explore": SHOWN,
    "moved": SHOWN,
    "wrong": SHOWN,
    "guess": ".ds-guess",
    "map": "text=/(81|289) points/" if SHOTS else "text=/(25|81|289) points/",
    "story": ".ds-parts",
    "specs": ".ds-specs thead th:nth-child(4)",
    "claims": ".ds-claims",
    "claim": ".ds-in-full",
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.visit] if name in ONCE else []) for name in PAGES]
)
def test_a_page_is_readable_by_everyone_at_every_width_light_and_dark(visit: Visit, name: str) -> None:
    path, query = PAGES[name]
    visitor = visit()
    visitor.page.goto(f"{visitor.home}{path}{query}")
    visitor.page.locator(LAST[name]).first.wait_for(timeout=SOON)
    for colours in ("light", "dark"):
        visitor.page.get_by_label("Colours").select_option(colours)
        visitor.page.locator(f".v-application.theme--{colours}").wait_for(timeout=SOON)
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.page.wait_for_timeout(200)
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
            if SHOTS:
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                visitor.page.screenshot(path=f"{SHOTS}/{name}-{width}-{colours}.png", full_page=True)
            found = Axe().run(visitor.page).response["violations"]
            serious = [each for each in found if each["impact"] in ("serious", "critical")]
            assert [(each["id"], each["nodes"][0]["html"][:160]) for each in serious] == []


def test_a_claim_opens_on_explore_at_its_two_ends(visit: Visit) -> None:
    visitor = visit().open(path="claims")
    visitor.page.get_by_role("link", name="More risk aversion lowers takeover attempts").click()
    visitor.page.wait_for_url(re.compile("claim=02"), timeout=SOON)
    visitor.page.get_by_role("link", name=re.compile("Open in Explore.*baseline")).first.click()
    visitor.page.wait_for_url(re.compile(r"/\?set="), timeout=SOON)
    visitor.settle()
    assert "risk_aversion.mean=0.7" in visitor.page.locator(".ds-command").inner_text()
    assert "Difference" in visitor.numbers
    visitor.page.go_back()
    visitor.page.locator(".ds-in-full").wait_for(timeout=SOON)


def test_a_map_grows_finer_is_stopped_and_a_click_goes_there(visit: Visit) -> None:
    visitor = visit().open(path="map")
    page = visitor.page
    page.get_by_text("25 points so far.").wait_for(timeout=SOON)
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped; the map drawn so far stays.").wait_for(timeout=SOON)
    box = page.locator(".ds-chart canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 0.2 * box["height"])
    page.wait_for_url(re.compile("risk_aversion.*enforcement"), timeout=SOON)
    page.locator("a[href*='set=']", has_text="Open in Explore").click()
    page.wait_for_url(re.compile(r"/\?set="), timeout=SOON)
    visitor.settle()
    assert "Difference" in visitor.numbers


def test_what_is_mapped_is_in_the_address(visit: Visit) -> None:
    visitor = visit().open(path="map")
    visitor.page.get_by_role("combobox", name="Colour", exact=True).select_option("deals")
    visitor.page.wait_for_url(re.compile("of=deals"), timeout=SOON)
    visitor.page.get_by_role("combobox", name="Up", exact=True).select_option("safety.base_defence")
    visitor.page.wait_for_url(re.compile("y=safety.base_defence"), timeout=SOON)
    visitor.page.get_by_text(re.compile("You are at .*, defence at the start")).wait_for(timeout=SOON)
    visitor.page.get_by_text("The map as a table").click()
    visitor.page.get_by_role("columnheader", name="defence at the start").wait_for(timeout=SOON)


def test_specs_are_ticked_and_stand_side_by_side(visit: Visit) -> None:
    visitor = visit().open(path="specs")
    visitor.page.get_by_label("Blank").check()
    visitor.page.wait_for_url(re.compile("specs=.*blank"), timeout=SOON)
    heads = visitor.page.locator(".ds-specs").first.locator("thead th")
    visitor.page.wait_for_function(
        "() => document.querySelectorAll('.ds-specs')[0]?.querySelectorAll('thead th').length === 5", timeout=SOON
    )
    assert heads.last.inner_text() == "Blank"
    visitor.page.get_by_role("link", name="Blank").click()
    visitor.page.wait_for_url(re.compile(r"/\?set=every_lab.spec%3Dblank"), timeout=SOON)
    visitor.settle()
    assert "Difference" in visitor.numbers


def test_a_story_is_chosen_by_number_and_by_what_happens_in_it(visit: Visit) -> None:
    visitor = visit().open(path="story")
    told = visitor.page.locator(".ds-story").inner_text()
    number = visitor.page.get_by_role("spinbutton", name="Game")
    number.fill("4")
    number.press("Enter")
    visitor.page.wait_for_url(re.compile("game=4"), timeout=SOON)
    visitor.page.wait_for_function("told => document.querySelector('.ds-story').innerText !== told", arg=told)
    visitor.page.get_by_role("button", name="a takeover", exact=True).click()
    visitor.page.wait_for_url(re.compile(r"game=(?!4$)\d+"), timeout=SOON)
    visitor.page.locator(".ds-headline", has_text="takes over").wait_for(timeout=SOON)
    assert visitor.page.locator(".ds-mark[title*='takes over']").count() == 1


def test_a_story_of_two_sides_marks_where_they_part(visit: Visit) -> None:
    visitor = visit().open("?set=protocol%3Dnone", "story")
    visitor.page.locator(".ds-parts").nth(1).wait_for(timeout=SOON)
    assert visitor.page.locator(".ds-game").count() == 2


def test_claims_are_chosen_by_verdict(visit: Visit) -> None:
    visitor = visit().open(path="claims")
    every = visitor.page.locator(".ds-claims > li").count()
    visitor.page.get_by_label("Verdict").select_option("depends")
    visitor.page.wait_for_url(re.compile("verdict=depends"), timeout=SOON)
    visitor.settle()
    assert 0 < visitor.page.locator(".ds-claims > li").count() < every


def test_links_lead_from_page_to_page_and_the_colours_can_be_chosen(visit: Visit) -> None:
    visitor = visit().open()
    visitor.page.get_by_label("Colours").select_option("dark")
    visitor.page.locator(".v-application.theme--dark").wait_for(timeout=SOON)
    visitor.page.get_by_role("link", name="Claims").click()
    visitor.page.get_by_role("heading", name="Which claims hold in the game?").wait_for(timeout=SOON)
    visitor.page.get_by_role("link", name="Explore", exact=True).click()
    visitor.settle()


def test_a_page_that_is_not_there_says_so(visit: Visit) -> None:
    visitor = visit()
    visitor.page.goto(f"{visitor.home}nowhere")
    visitor.page.get_by_text("Page not found").wait_for(timeout=SOON)
    visitor.wrong = [each for each in visitor.wrong if "nowhere" not in each and "404" not in each]
