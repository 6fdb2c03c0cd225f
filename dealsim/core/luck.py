"""Chance as a pure function of its address: no sequence, no state.

Every draw has an address: the seed and the game (the key), and the lab, the generation and the period,
the purpose and the number of the draw (the counter). The generator is Philox 4x64 with ten rounds
(Salmon, Moraes, Dror and Shaw 2011), the one behind `numpy.random.Philox`. The same address gives the
same number for ever, whatever else is played and in whatever order: two scenarios played with the same seed
are an exactly paired comparison, draw by draw.
"""

import hashlib
from enum import IntEnum

import numpy as np

from dealsim.core.compiled import rule

MULTIPLIER_A = np.uint64(0xD2E7470EE14C6C93)
MULTIPLIER_B = np.uint64(0xCA5A826395121157)
WEYL_A = np.uint64(0x9E3779B97F4A7C15)
WEYL_B = np.uint64(0xBB67AE8584CAA73B)
LOW = np.uint64(0xFFFFFFFF)
HALF_WORD = np.uint64(32)
SPARE_BITS = np.uint64(12)
ROUNDS = 10
STEP = 2.0**-52


class Purpose(IntEnum):
    """What a draw is for. The numbers are part of every result: add new ones, never renumber."""

    KIND = 1
    TRAIT = 2
    CAPABILITY = 3
    RETIREMENT = 4
    COURTESY = 5  # whether a mind that needs no pay signs all the same
    BETRAYAL = 6
    ATTEMPT = 7
    CATCH = 8
    FIRST_PAST = 9  # which of several attempts that succeed in one round comes first
    ENFORCEMENT = 10
    TEMPTATION = 11
    COMPETENCE = 12
    TRAINING = 13
    AUDIT = 14
    CHOICE = 15
    TEST = 16  # whether an offer is only a test
    TALKS = 17  # whether they break off
    SETTLEMENT = 18
    HUNT = 19
    COMEBACK = 20
    AFTERMATH = 21
    WORLD = 22  # what an uncertain number of the scenario is in a world
    OWN = 1000  # decisions of a user's class: no rule draws it


def name_word(name: str) -> np.uint64:
    """Return the 64-bit word that stands for a name in an address (first bytes of its BLAKE2b digest)."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


@rule
def high_word(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return the upper 64 bits of the 128-bit product a b."""
    a_low, a_high = a & LOW, a >> HALF_WORD
    b_low, b_high = b & LOW, b >> HALF_WORD
    middle = a_high * b_low + ((a_low * b_low) >> HALF_WORD)
    other = a_low * b_high + (middle & LOW)
    return a_high * b_high + (middle >> HALF_WORD) + (other >> HALF_WORD)


@rule
def philox(
    key_0: np.uint64, key_1: np.uint64, c_0: np.uint64, c_1: np.uint64, c_2: np.uint64, c_3: np.uint64
) -> np.uint64:
    """Return the first word of the Philox 4x64-10 block at a counter under a key.

    Source: salmon2011parallel. `numpy.random.Philox(key=k, counter=c)` gives the block at c + 1 first.
    """
    for _ in range(ROUNDS):
        high_a, low_a = high_word(MULTIPLIER_A, c_0), MULTIPLIER_A * c_0
        high_b, low_b = high_word(MULTIPLIER_B, c_2), MULTIPLIER_B * c_2
        c_0, c_1, c_2, c_3 = high_b ^ c_1 ^ key_0, low_b, high_a ^ c_3 ^ key_1, low_a
        key_0 += WEYL_A
        key_1 += WEYL_B
    return c_0


@rule
def uniform(seed: np.uint64, game: int, lab: np.uint64, generation: int, period: int, purpose: int, draw: int) -> float:
    """Return the uniform number in the open interval (0, 1) that stands at an address.

    u = (floor(w / 2^12) + 1/2) 2^-52, w the Philox word at key (seed, game) and
    counter (lab, generation 2^32 + period, purpose, draw)

    Neither 0 nor 1 can occur, so `u < chance` never happens at chance 0 and always at chance 1, and every
    inverse distribution function is finite at u.
    lab: the lab's name as a word (0: the world's own luck).  generation, period: whole numbers below 2^32.
    """
    place = (np.uint64(generation) << HALF_WORD) + np.uint64(period)
    word = philox(seed, np.uint64(game), lab, place, np.uint64(purpose), np.uint64(draw))
    return (float(word >> SPARE_BITS) + 0.5) * STEP
