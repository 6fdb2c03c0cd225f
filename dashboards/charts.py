"""Live pictures: what ECharts draws, in the colours of the figures for papers."""

from collections.abc import Sequence
from typing import Any

from dealsim.figures.style import Style
from dealsim.measure.outcomes import REFUSALS
from dealsim.measure.window import Window

from .games import Answer
from .words import words

type Option = dict[str, Any]
type Values = list[float | None]

FONT = "Roboto, 'Helvetica Neue', Arial, sans-serif"
PIN_DASH = [6, 4]


def base(style: Style) -> Option:
    """Return what all pictures have in common."""
    return {
        "animation": False,
        "backgroundColor": "transparent",
        "color": [*style.colours],
        "textStyle": {"fontFamily": FONT, "color": style.ink},
        "legend": {
            "textStyle": {"color": style.ink},
            "top": 0,
            "left": 0,
            "itemWidth": 26,
            "icon": "path://M0,0H26V3H0z",
        },
        "tooltip": {
            "trigger": "axis",
            "backgroundColor": style.paper,
            "borderColor": style.muted,
            "textStyle": {"color": style.ink, "fontSize": 12},
            "confine": True,
        },
    }


def axis(style: Style, name: str, kind: str = "value", **more: Any) -> Option:
    """Return an axis."""
    return {
        "type": kind,
        "name": name,
        "nameLocation": "middle",
        "nameTextStyle": {"color": style.ink},
        "axisLabel": {"color": style.ink},
        "axisLine": {"show": True, "lineStyle": {"color": style.muted}},
        "splitLine": {"lineStyle": {"color": style.faint}},
        **more,
    }


def along(style: Style, steps: list[str], skipped: int) -> Option:
    """Return the parts of an axis with steps, some of them without a label."""
    label = {"color": style.ink, "showMaxLabel": True, "interval": skipped}
    return {"data": steps, "boundaryGap": False, "axisLabel": label, "axisTick": {"interval": skipped}}


def line(name: str, values: Values, colour: str, **more: Any) -> Option:
    """Return a line."""
    look = {"color": colour, "width": 2.2, **more.pop("lineStyle", {})}
    return {
        "type": "line", "name": name, "data": values, "showSymbol": False, "itemStyle": {"color": colour},
        "lineStyle": look, **more,
    }  # fmt: skip


def band(
    name: str, low: Sequence[float | None], high: Sequence[float | None], colour: str, **more: Any
) -> list[Option]:
    """Return the area between two lines, as two lines with the upper stacked on the lower."""
    width = [None if a is None or b is None else b - a for a, b in zip(low, high, strict=True)]
    hidden: Option = {"type": "line", "lineStyle": {"opacity": 0}, "silent": True, "symbol": "none", "z": 1}
    hidden |= {"stack": name, "stackStrategy": "all", "tooltip": {"show": False}, **more}
    return [{**hidden, "data": [*low]}, {**hidden, "data": width, "areaStyle": {"color": colour, "opacity": 0.18}}]


def window_option(windows: Sequence[Window], *, dark: bool) -> Option:
    """Return the deal window: shares above, utilities below."""
    style = Style(dark=dark)
    walk, reserve, ceiling, required = style.colours[:4]
    ages = [str(each.age) for each in windows]

    def values(of: str) -> Values:
        return [rounded(getattr(each, of)) for each in windows]

    def within(of: str) -> Values:
        return [getattr(each, of) if each.deal else None for each in windows]

    lower: Option = {"xAxisIndex": 1, "yAxisIndex": 1}
    dashed = {"lineStyle": {"type": "dashed"}}
    by_age = along(style, ages, 3 if len(ages) < 30 else 7)
    return {
        **base(style),
        "grid": [
            {"left": 62, "right": 16, "top": 62, "height": "33%"},
            {"left": 62, "right": 16, "bottom": 44, "height": "30%"},
        ],
        "axisPointer": {"link": [{"xAxisIndex": "all"}]},
        "xAxis": [
            axis(style, "", "category", gridIndex=0, **{**by_age, "axisLabel": {"show": False}}),
            axis(style, "age [quarters]", "category", gridIndex=1, nameGap=26, **by_age),
        ],
        "yAxis": [
            axis(style, "share", gridIndex=0, min=0, nameGap=44, splitNumber=4),
            axis(style, "utility", gridIndex=1, nameGap=44, splitNumber=4),
        ],
        "series": [
            *band("shares", within("reservation_share"), within("walk_away_share"), style.muted),
            line("walk-away share", values("walk_away_share"), walk),
            line("reservation share", values("reservation_share"), reserve, **dashed),
            *band("worths", within("required_value"), within("credibility_ceiling"), style.muted, **lower),
            line("credibility ceiling", values("credibility_ceiling"), ceiling, **lower),
            line("required value", values("required_value"), required, **dashed, **lower),
        ],
    }  # fmt: skip


def rounded(value: float | None) -> float | None:
    """Return a number with as many digits as a reader can use."""
    return None if value is None else float(f"{value:.4g}")


def peace_option(answer: Answer, titles: tuple[str, str], *, dark: bool, changed: bool) -> Option:
    """Return the survival of peace of both sides, or of the one there is."""
    style = Style(dark=dark)
    series: list[Option] = []
    shown = zip(titles, answer.peace, (style.colours[0], style.muted), strict=True)
    for title, peace, colour in list(shown)[: 2 if changed else 1]:
        low, high = ([each.low for each in peace], [each.high for each in peace])
        series += band(f"band {title}", low, high, colour, step="end")
        dash = {"type": PIN_DASH} if colour == style.muted else {}
        series.append(line(title, [rounded(each.share) for each in peace], colour, step="end", lineStyle=dash))
    lowest = min(each.low for peace in answer.peace for each in peace)
    quarters = max(len(peace) for peace in answer.peace)
    across = along(style, [str(quarter) for quarter in range(quarters)], max(0, -(-quarters // 10) - 1))
    return {
        **base(style),
        "grid": {"left": 56, "right": 16, "top": 36, "bottom": 44},
        "xAxis": axis(style, "quarters played", "category", nameGap=26, **across),
        "yAxis": axis(style, "games in peace [share]", nameGap=40, max=1, min=below(lowest), splitNumber=4),
        "series": series,
    }  # fmt: skip


def below(value: float) -> float:
    """Return where an axis begins that shows a value with room below."""
    return max(0.0, int(value * 10.0 - 0.5) / 10.0)


def refusals_option(answer: Answer, *, dark: bool, changed: bool) -> Option | None:
    """Return refusals by reason of both sides; None where there are none."""
    style = Style(dark=dark)
    sides = (answer.now, answer.pinned)
    met = [each for each in REFUSALS if any((side[f"refused_{each}"].mean or 0.0) > 0.0 for side in sides)]
    if not met:
        return None
    met.sort(key=lambda each: answer.now[f"refused_{each}"].mean or 0.0)
    shown = zip(
        (words("explore.now_side"), words("explore.pinned_side")), sides, (style.colours[0], style.muted), strict=True
    )
    series = [
        {
            "type": "bar", "name": name, "barGap": "10%", "barMaxWidth": 14, "itemStyle": {"color": colour},
            "data": [round(100.0 * (side[f"refused_{each}"].mean or 0.0), 2) for each in met],
        }
        for name, side, colour in shown
    ]  # fmt: skip
    return {
        **base(style),
        "grid": {"left": 96, "right": 22, "top": 36, "bottom": 44},
        "xAxis": axis(style, "of negotiations [%]", nameGap=26, min=0),
        "yAxis": axis(style, "", "category", data=[each.replace("_", " ") for each in met], axisTick={"show": False}),
        "series": series[::-1] if changed else series[:1],
    }  # fmt: skip
