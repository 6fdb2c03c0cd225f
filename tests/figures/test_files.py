"""Files of figures: the same bytes each time, as wide as a column, letters embedded, the caption inside."""

import io
import re
from itertools import pairwise

import matplotlib
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from dealsim.figures.effects import draw_effects
from dealsim.figures.fonts import USUAL, texts_in, use_fonts_that_have
from dealsim.figures.sheet import FORMATS, Drawn, as_bytes
from dealsim.figures.style import WIDTHS, Style
from tests.figures.drawn import CAPTION, rows

ROWS = rows("group level series value low high", ("a", "1", "w", 0.1, 0.0, 0.2), ("a", "2", "v", 0.1, 0.0, 0.2))


def drawn(style: Style) -> Drawn:
    return draw_effects(ROWS, "axis", "name", CAPTION, style, differences=True)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_figure_is_the_same_bytes_and_bears_no_date(form: str) -> None:
    one, other = (as_bytes(drawn(Style(1)), form) for _ in range(2))
    assert one == other
    assert not re.search(rb"CreationDate|<dc:date>", one)


def test_users_settings_change_nothing_and_are_as_they_were() -> None:
    before = as_bytes(drawn(Style(1)), "svg")
    with matplotlib.rc_context({"font.size": 30.0, "lines.linewidth": 9.0, "svg.fonttype": "none"}):
        said = dict(matplotlib.rcParams)
        assert as_bytes(drawn(Style(1)), "svg") == before
        assert dict(matplotlib.rcParams) == said


@pytest.mark.parametrize("columns", [1, 2])
def test_a_figure_is_exactly_as_wide_as_a_column(columns: int) -> None:
    style = Style(1 if columns == 1 else 2)
    width = WIDTHS[columns]
    found = re.search(rb'<svg[^>]* width="([\d.]+)pt"', as_bytes(drawn(style), "svg"))
    assert found is not None
    assert float(found[1]) / 72 * 25.4 == pytest.approx(width, abs=0.01)
    assert imread(io.BytesIO(as_bytes(drawn(style), "png"))).shape[1] == pytest.approx(width / 25.4 * 300, abs=1)


def test_letters_are_embedded_and_no_letter_is_smaller_than_seven_points() -> None:
    assert b"/FontFile2" in as_bytes(drawn(Style(1)), "pdf")  # TrueType; Type 3 would have none
    assert b"/Type3" not in as_bytes(drawn(Style(1)), "pdf")
    assert b"<text" not in as_bytes(drawn(Style(1)), "svg")  # outlines
    sizes = {text.get_fontsize() for text in drawn(Style(1)).figure.findobj(matplotlib.text.Text) if text.get_text()}
    assert 7.0 <= min(sizes) <= max(sizes) <= 8.0


def test_letters_that_the_font_lacks_come_from_another_or_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = rows("group level series value low high", ("\U0001d49e $x$", "1", "w", 0.1, 0.0, 0.2))
    figure = draw_effects(strange, "axis", "name", CAPTION, Style(1), differences=True).figure
    assert use_fonts_that_have(figure) == ""  # Matplotlib brings a font that has it
    label, *_ = [text for text in texts_in(figure) if "$x$" in text.get_text()]
    assert label.get_fontfamily()[0] == USUAL
    assert len(label.get_fontfamily()) == 2
    monkeypatch.setattr("dealsim.figures.fonts.family_with", lambda sign: None)
    assert use_fonts_that_have(figure) == "\U0001d49e"


def test_the_caption_travels_inside() -> None:
    for form in ("svg", "png"):
        assert b"n = 100 games" in as_bytes(drawn(Style(1)), form)


def luminance(colour: str) -> float:
    """Return how light a colour is [0..1]. Source: the WCAG's relative luminance."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_stands_out_from_the_paper_and_letters_by_far(dark: bool) -> None:
    style = Style(1, dark)

    def contrast(colour: str) -> float:
        light, low = sorted((luminance(colour), luminance(style.paper)), reverse=True)
        return (light + 0.05) / (low + 0.05)

    assert contrast(style.ink) > 12
    assert min(map(contrast, style.colours)) > 2
    assert contrast(style.muted) > 4


def test_no_two_of_seven_series_share_colour_or_marker_and_neighbours_never_a_line() -> None:
    for style in (Style(1), Style(1, dark=True)):
        looks = [style.look(k) for k in range(7)]
        assert len({look.colour for look in looks}) == len({look.marker for look in looks}) == 7
        assert all(one.line != next_.line for one, next_ in pairwise(looks))
