"""The map as a picture and as a table."""

from typing import Any

from dealsim.figures.captions import Caption, Sampled
from dealsim.figures.contours import contours
from dealsim.figures.style import Style
from dealsim.figures.tables import Cell, Head, PrintedTable, Value, comma_separated, number
from dealsim.measure.naming import in_points, outcome_name, value_in_words
from dealsim.measure.outcomes import OUTCOMES

from .charts import Option, axis, base
from .dials import Dial
from .maps import GAMES, Chart, Question
from .markup import cell, escape, tag

# From dark blue to yellow, in steps that colour-blind readers see as well. Source: nunez2018optimizing (cividis).
COLOURS = ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#fee838"]
LINE = "#ffffff"


def map_option(
    chart: Chart, question: Question, outcome: str, here: tuple[float, float] | None, *, dark: bool
) -> Option:
    """Return the heat map with its contours and the current point."""
    style = Style(dark=dark)
    rows = chart.rows(outcome)
    scale, unit = (100.0, "%") if in_points(outcome) else (1.0, OUTCOMES[outcome].unit)
    known = [scale * value for row in rows for value in row if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    data = [[i, j, scale * value] for j, row in enumerate(rows) for i, value in enumerate(row) if value is not None]
    fine = {"xAxisIndex": 1, "yAxisIndex": 1, "silent": True, "tooltip": {"show": False}}
    lines = [
        {
            "type": "line",
            "data": line,
            "showSymbol": False,
            "lineStyle": {"color": LINE, "width": 1.4, "shadowBlur": 2, "shadowColor": "#000000"},
            "z": 5,
            **fine,
        }
        for _, found in contours(rows)
        for line in found
    ]
    point = [] if here is None else [place_of(here, question, chart)]
    mark = {
        "type": "scatter", "data": point, "symbol": "circle", "symbolSize": 15, "z": 9, **fine,
        "itemStyle": {"color": "rgba(0,0,0,0)", "borderColor": "#d55e00", "borderWidth": 4},
    }  # fmt: skip
    names = [[f"{value:.3g}" for value in values] for values in (chart.xs, chart.ys)]
    return {
        **base(style),
        "tooltip": {**base(style)["tooltip"], "trigger": "item"},
        "legend": {"show": False},
        "grid": {"left": 64, "right": 72, "top": 12, "bottom": 52},
        "visualMap": {
            "min": low, "max": high if high > low else low + 1.0, "calculable": True, "orient": "vertical", "right": 0,
            "top": "middle", "inRange": {"color": COLOURS}, "textStyle": {"color": style.ink}, "itemWidth": 14,
            "precision": 1 if unit == "%" else 3, "seriesIndex": 0, "text": [unit, ""],
        },
        "xAxis": [
            axis(style, question.x.name, "category", data=names[0], nameGap=28, splitArea={"show": False}),
            {"type": "value", "min": -0.5, "max": len(chart.xs) - 0.5, "show": False},
        ],
        "yAxis": [
            axis(style, question.y.name, "category", data=names[1], nameGap=50),
            {"type": "value", "min": -0.5, "max": len(chart.ys) - 0.5, "show": False},
        ],
        "series": [{"type": "heatmap", "data": data, "progressive": 0}, *lines, mark],
    }  # fmt: skip


def place_of(here: tuple[float, float], question: Question, chart: Chart) -> list[float]:
    """Return where a point stands, in steps of the chart."""
    sizes = (len(chart.xs), len(chart.ys))
    dials: tuple[Dial, Dial] = (question.x, question.y)
    return [dial.share_of(value) * (size - 1) for dial, value, size in zip(dials, here, sizes, strict=True)]


def table_of_map(chart: Chart, question: Question, outcome: str) -> str:
    """Return the map as a table in HTML, rows from above."""
    head = tag("th", escape(f"{question.y.name} \\ {question.x.name}"), scope="col")
    head += "".join(tag("th", f"{x:.3g}", scope="col") for x in chart.xs)
    lines = []
    for j, row in reversed(list(enumerate(chart.rows(outcome)))):
        cells = "".join(cell(value_in_words(outcome, value)) for value in row)
        lines.append(tag("tr", tag("th", f"{chart.ys[j]:.3g}", scope="row") + cells))
    return tag("thead", tag("tr", head)) + tag("tbody", "".join(lines))


def map_csv(chart: Chart, question: Question) -> bytes:
    """Return every outcome at every point as CSV."""
    heads = (Head(question.x.path), Head(question.y.path), Head("outcome"), Head("mean", holds="intervals"))
    rows: list[tuple[Cell, ...]] = []
    for (i, j), point in sorted(chart.points.items()):
        for name in OUTCOMES if point.estimates else ():
            each = point.estimates[name]
            low, high = each.ci95 or (None, None)
            here = (Value(f"{value:.6g}", value) for value in (chart.xs[i], chart.ys[j]))
            rows.append((*here, name, number(each.mean, each.se, low, high)))
    return comma_separated(PrintedTable("map", heads, tuple(rows), caption_of(chart, question, "Map"))).encode()


def caption_of(chart: Chart, question: Question, title: str) -> Caption:
    """Return a caption: the world, games, points, seed."""
    points = len(chart.points)
    evidence = Sampled(
        games=(GAMES, GAMES),
        points=(points, points),
        seed=question.seed,
        interval="no interval is drawn",
        marks="Colours",
    )
    return Caption(title=title, reading="", scenarios=(question.base.title,), evidence=evidence)


def figure_of_map(chart: Chart, question: Question, outcome: str, form: str) -> bytes:
    """Return the map as papers have it."""
    import pandas as pd

    from dealsim.figures.heat_map import draw_heat_map
    from dealsim.figures.sheet import as_bytes

    rows: list[dict[str, Any]] = []
    for (i, j), point in chart.points.items():
        mean = point.mean(outcome)
        low, high = (point.estimates[outcome].ci95 or (None, None)) if point.estimates else (None, None)
        rows.append({"panel": "", "x": chart.xs[i], "y": chart.ys[j], "value": mean, "low": low, "high": high})
    unit = OUTCOMES[outcome].unit
    labels = (label_of(question.x), label_of(question.y), f"{outcome_name(outcome)} [{unit}]")
    said = caption_of(chart, question, f"{outcome_name(outcome).capitalize()} over two dials")
    drawn = draw_heat_map(pd.DataFrame(rows), labels, "map", said, Style(columns=2), differences=False)
    return as_bytes(drawn, form)


def label_of(dial: Dial) -> str:
    """Return what an axis is called."""
    return f"{dial.name} [{dial.unit}]"
