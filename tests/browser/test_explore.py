"""Explore in a real browser: open it, drag, share, go back, take away."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import SOON, Visitor

type Visit = Callable[..., Visitor]

MOVED = "?set=every_lab.enforcement%3D0.9&open=promises"


def test_an_answer_stands_there_before_anything_is_touched(visit: Visit) -> None:
    visitor = visit().open()
    assert "an AI takes over in" in visitor.page.locator(".ds-headline").inner_text()
    assert "2,048 games" in visitor.page.locator(".ds-played").inner_text()
    assert visitor.page.title() == "Explore · dealsim"
    assert visitor.page.locator(".ds-chart canvas, .ds-chart svg").count() == 3


def test_dragging_a_dial_changes_the_numbers_and_the_address(visit: Visit) -> None:
    visitor = visit().open("?open=promises")
    before = visitor.numbers
    visitor.slide("enforcement", 0.95)
    visitor.page.wait_for_url(re.compile("set=every_lab.enforcement"), timeout=SOON)
    visitor.settle()
    assert visitor.numbers != before
    assert "Difference" in visitor.numbers
    assert "Largest change" in visitor.page.locator(".ds-headline").inner_text()
    visitor.page.get_by_role("button", name="Reset enforcement").click()
    visitor.page.wait_for_url(re.compile(r"\?open=promises$"), timeout=SOON)
    visitor.settle()
    assert visitor.numbers == before


def test_a_dial_moves_by_keyboard_and_by_a_number_that_is_typed(visit: Visit) -> None:
    visitor = visit().open("?open=promises")
    slider = visitor.page.get_by_role("slider", name="integrity")
    slider.focus()
    slider.press("ArrowRight")
    visitor.page.wait_for_url(re.compile("every_lab.integrity"), timeout=SOON)
    typed = visitor.page.get_by_role("textbox", name="enforcement, as a number")
    typed.fill("0.25")
    typed.press("Enter")
    visitor.page.wait_for_url(re.compile("every_lab.enforcement%3D0.25"), timeout=SOON)
    typed.fill("7")
    typed.press("Enter")
    wrong = visitor.page.get_by_role("alert")
    wrong.wait_for(timeout=SOON)
    assert "from 0 to 1" in wrong.inner_text()


def test_a_link_opens_the_same_view_and_back_and_forward_work(visit: Visit) -> None:
    visitor = visit().open(MOVED)
    moved = visitor.numbers
    assert visit().open(visitor.page.url.removeprefix(visitor.home)).numbers == moved
    visitor.page.get_by_label("Spec").select_option("humble")
    visitor.page.wait_for_url(re.compile("humble"), timeout=SOON)
    humble = visitor.settle().numbers
    assert humble != moved
    visitor.page.go_back()
    visitor.page.wait_for_url(re.compile(r"promises$"), timeout=SOON)
    assert visitor.settle().numbers == moved
    visitor.page.go_forward()
    visitor.page.wait_for_url(re.compile("humble"), timeout=SOON)
    assert visitor.settle().numbers == humble


def test_a_bad_link_warns_and_shows_the_rest(visit: Visit) -> None:
    visitor = visit().open("?set=every_lab.enforcement%3D7&set=protocol%3Dnone&games=3")
    said = visitor.page.get_by_role("alert").first.inner_text()
    assert "from 0 to 1" in said
    assert "2048 is used" in said
    assert visitor.page.get_by_label("Bargaining").input_value() == "none"


def test_the_scenario_that_is_downloaded_gives_the_same_numbers(visit: Visit, tmp_path: Path) -> None:
    visitor = visit().open(MOVED)
    files = {}
    for name in ("Scenario (YAML)", "Table (CSV)"):
        with visitor.page.expect_download(timeout=SOON) as caught:
            visitor.page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / caught.value.suggested_filename
        caught.value.save_as(files[name])
    run = [sys.executable, "-m", "dealsim", "run", str(files["Scenario (YAML)"]), "--games", "2048", "--json"]
    played = json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)
    takeover = played["outcomes"]["takeover"]["mean"]
    assert f"{100 * takeover:.2f}%" in visitor.page.locator(".ds-outcomes tbody tr").first.inner_text()
    assert files["Table (CSV)"].read_text().startswith("outcome,group,unit,")


def test_figures_are_downloaded_as_svg_and_png(visit: Visit, tmp_path: Path) -> None:
    visitor = visit().open(MOVED)
    buttons = visitor.page.locator(".ds-forms", has_text="Deal window").get_by_role("button")
    for place, start in enumerate((b"<?xml", b"\x89PNG")):
        with visitor.page.expect_download(timeout=SOON) as caught:
            buttons.nth(place).click()
        caught.value.save_as(tmp_path / "figure")
        assert (tmp_path / "figure").read_bytes().startswith(start)


def test_games_that_nobody_waits_for_any_more_are_given_up(visit: Visit) -> None:
    visitor = visit().open("?seed=5")
    visitor.page.get_by_role("combobox", name="Games").select_option("32768")
    visitor.page.get_by_text("of 32,768 games so far").wait_for(timeout=SOON)
    visitor.page.get_by_label("World").select_option("sceptic")
    visitor.page.wait_for_url(re.compile("world=sceptic"), timeout=SOON)
    visitor.page.get_by_role("combobox", name="Games").select_option("2048")
    visitor.settle()
    assert "2,048 games" in visitor.page.locator(".ds-played").inner_text()


def test_what_is_pinned_is_what_later_changes_are_held_against(visit: Visit) -> None:
    visitor = visit().open(MOVED)
    visitor.page.get_by_role("button", name="Pin these settings").click()
    visitor.page.wait_for_url(re.compile("pin.set"), timeout=SOON)
    visitor.settle()
    assert "Difference" not in visitor.numbers


def test_visitors_do_not_share_their_state(visit: Visit) -> None:
    one, other = visit().open(), visit().open()
    before = other.numbers
    one.page.get_by_label("Bargaining").select_option("none")
    one.page.wait_for_url(re.compile("protocol"), timeout=SOON)
    one.settle()
    assert other.numbers == before
    assert "set=" not in other.page.url


def test_a_page_that_is_loaded_again_shows_the_same_view(visit: Visit) -> None:
    visitor = visit().open(MOVED)
    moved = visitor.numbers
    visitor.page.reload()
    assert visitor.settle().numbers == moved


def test_a_scenario_file_is_opened_and_a_wrong_one_is_told_in_the_panel(visit: Visit, tmp_path: Path) -> None:
    visitor = visit().open()
    before = visitor.numbers
    file = tmp_path / "my-world.yaml"
    chooser = visitor.page.locator("input[type=file]")
    file.write_text("extends: race\nhorizn: 20\n")
    chooser.set_input_files(file)
    visitor.page.get_by_role("alert").get_by_text("my-world.yaml:2: horizn").wait_for(timeout=SOON)
    file.write_text("x" * 100_000)
    chooser.set_input_files(file)
    visitor.page.get_by_role("alert").get_by_text("100,000 bytes").wait_for(timeout=SOON)
    assert visitor.numbers == before
    file.write_text("extends: race\ntitle: My world\nevery_lab: {enforcement: 0.9}\n")
    chooser.set_input_files(file)
    visitor.page.wait_for_url(re.compile("world=race"), timeout=SOON)
    assert "My world:" in visitor.settle().page.locator(".ds-choice").first.inner_text()
    assert visitor.numbers != before
    assert visitor.page.get_by_role("alert").count() == 0
    assert visit().open(visitor.page.url.removeprefix(visitor.home)).numbers == visitor.numbers


def test_who_wants_to_guess_is_asked_before_the_answer_is_shown(visit: Visit) -> None:
    visitor = visit().open("?open=watch")
    page = visitor.page
    page.get_by_role("button", name="Let me guess first").click()
    page.wait_for_url(re.compile("guess=first"), timeout=SOON)
    visitor.slide("control", 0.95)
    page.get_by_text("what will your change do to takeovers?").wait_for(timeout=SOON)
    assert page.locator(".ds-outcomes").count() == 0
    page.get_by_role("button", name="Fewer takeovers").click()
    page.locator(".ds-guessed", has_text="Your guess was: fewer takeovers. Correct: takeover falls").wait_for(
        timeout=SOON
    )
    assert "Difference" in visitor.settle().numbers
    visitor.slide("control", 0.3)
    page.get_by_text("what will your change do to takeovers?").wait_for(timeout=SOON)
    page.get_by_role("button", name="Show me").click()
    page.locator(".ds-outcomes").wait_for(timeout=SOON)
