"""The standard normal quantile."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from dealsim.core.rules.value.normal import normal_quantile

LEAST, MOST = 2.0**-53, 1.0 - 2.0**-53  # of what luck can be


@pytest.mark.parametrize(
    "chances",
    [
        np.linspace(0.001, 0.999, 9_999),
        10.0 ** -np.linspace(1.0, 300.0, 3_000),
        1.0 - 10.0 ** -np.linspace(1.0, 15.0, 1_000),
        0.5 + np.linspace(-1e-6, 1e-6, 1_001),
    ],
)
def test_the_quantile_is_scipys_to_twelve_digits(chances) -> None:
    ours = np.array([normal_quantile(p) for p in chances])
    assert ours == pytest.approx(ndtri(chances), rel=1e-12, abs=1e-18)


@pytest.mark.parametrize("seam", [0.075, 0.925, math.exp(-25.0), 1.0 - math.exp(-25.0)])
def test_the_fractions_meet_at_their_seams(seam: float) -> None:
    below, above = normal_quantile(np.nextafter(seam, 0.0)), normal_quantile(np.nextafter(seam, 1.0))
    assert below == pytest.approx(above, rel=1e-5 if seam > 0.999 else 1e-12)
    assert below <= above + 1e-15 * abs(above)  # neighbours, and so up to rounding


@given(p=st.floats(LEAST, MOST), other=st.floats(LEAST, MOST))
def test_the_quantile_is_finite_and_monotone_up_to_rounding_for_all_luck(p: float, other: float) -> None:
    low, high = sorted((p, other))
    assert -9.0 < normal_quantile(low) <= normal_quantile(high) + 1e-14 < 9.0


@given(k=st.integers(1, 2**20 - 1))
def test_the_quantile_is_odd_about_the_middle(k: int) -> None:
    p = k / 2.0**20
    assert normal_quantile(1.0 - p) == -normal_quantile(p)
