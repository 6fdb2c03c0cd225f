"""Random inputs, within the ranges that a scenario may state, ends included."""

from hypothesis import strategies as st

from dealsim.records import AI, Family, Trait
from tests.builders import make_ai

PURE = [Family.LINEAR, Family.POWER, Family.LOG, Family.SATIABLE, Family.CARA]

chances = st.floats(0.0, 1.0)
shares = st.floats(0.0, 1.0)
dials = st.floats(0.0, 1.0)
utilities = st.floats(-3.0, 3.0)
discounts = st.floats(0.09**0.25, 0.99**0.25)  # those of a myopia from 1 to 0
exponents = st.floats(0.05, 1.0)
scales = st.floats(1e-4, 1.0)
families = st.sampled_from(list(Family))

# Small ones matter as much as large ones: half of the draws are even in the logarithm.
cara = st.one_of(st.just(0.0), st.floats(1e-6, 10.0), st.floats(-14.0, 4.0).map(lambda e: 10.0**e))
small_chances = st.one_of(chances, st.floats(-30.0, 0.0).map(lambda e: 10.0**e))


@st.composite
def lotteries(draw: st.DrawFn) -> tuple[float, float, float, float, float, float]:
    """Return a lottery of three branches: chance and utility by turns."""
    p_1 = draw(small_chances)
    p_2 = draw(small_chances) * (1.0 - p_1)
    p_3 = 1.0 - p_1 - p_2
    return p_1, draw(utilities), p_2, draw(utilities), max(p_3, 0.0), draw(utilities)


@st.composite
def minds(draw: st.DrawFn, **fixed: float) -> AI:
    """Return a mind with random dials but for those fixed, of one or several copies."""
    drawn = {trait.name.lower(): draw(dials) for trait in Trait if trait.name.lower() not in fixed}
    return make_ai(copies=draw(st.sampled_from([1, 2, 1000])), **drawn, **fixed)
