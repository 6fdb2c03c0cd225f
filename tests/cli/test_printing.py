"""Pages for people: no space at a line's end, no minus before nothing, units that a reader can tell apart."""

from io import StringIO

import pytest
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from dealsim.cli.printing import fitted, make_console, print_page
from dealsim.cli.story import belief
from dealsim.cli.window import percent
from dealsim.measure.digits import shown
from dealsim.measure.outcomes import OUTCOMES
from tests.for_each import for_each


@pytest.mark.parametrize("coloured", [False, True])
def test_no_line_of_a_page_ends_in_a_space(coloured: bool, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(file=StringIO(), force_terminal=coloured, color_system="standard" if coloured else None, width=40)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", width=20)
    grid.add_row("short", "and")
    grid.add_row("a cell that is longer than its column", "")
    print_page(
        console, Text("bold", style="bold"), grid, Text("words enough to be broken into two lines  ", style="red")
    )
    page = capsys.readouterr().out
    assert ("\x1b[" in page) == coloured
    plain = Text.from_ansi(page).plain.splitlines()
    assert len(plain) >= 5
    assert [line for line in plain if line != line.rstrip()] == []


def test_what_users_write_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(box=None)
    table.add_column("[b]head :smile:")
    table.add_row("[/red] :smile:")
    print_page(make_console(), table, "[i]line[/] :smile:")
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "[b]head :smile:",
        "[/red] :smile:",
        "[i]line[/] :smile:",
    ]


@for_each("outcome", OUTCOMES.values())
def test_a_number_that_rounds_to_nothing_has_no_minus(outcome: object) -> None:
    assert "−" not in shown(outcome, -1e-9)  # type: ignore[arg-type]
    assert "−" in shown(outcome, -0.5)  # type: ignore[arg-type]


def test_shares_are_shown_in_percent_and_utilities_to_three_places() -> None:
    assert shown(OUTCOMES["value_of_future"], 0.88041) == "88.04%"
    assert shown(OUTCOMES["ai_welfare"], -0.0099) == "−0.010"
    assert shown(OUTCOMES["takeover_time"], 28.4666) == "28.47"


def test_a_share_above_nothing_is_never_shown_as_nothing() -> None:
    assert (percent(0.0), percent(1e-6), percent(0.0001), percent(0.487)) == ("0.00%", "<0.01%", "0.01%", "48.70%")


def test_chances_that_a_mind_believes_in_are_percentages_and_values_are_not() -> None:
    assert belief("bloodless succeeds", 0.0829) == "8.29%"
    assert belief("another AI takes over this quarter", 0.005) == "0.50%"
    assert belief("the lab would pay", 0.7917) == "79.17%"
    assert belief("value of keeping", 0.0311) == "0.0311"
    assert belief("the world's defence", 0.1) == "0.1000"


@pytest.mark.parametrize("width", [28, 45, 80])
def test_a_table_that_is_too_wide_loses_its_last_columns_and_cuts_nothing(width: int) -> None:
    console = Console(file=StringIO(), width=width)
    table = Table("name", *(Column(f"column {k}", no_wrap=True) for k in range(4)), box=None)
    table.add_row("a long name of a thing", *(f"{k}.00 to {k}.99" for k in range(4)))
    with console.capture() as page:
        console.print(fitted(console, table))
    assert "…" not in page.get()
    assert "0.00 to 0.99" in page.get()
    assert ("3.99" in page.get()) == (width == 80)
