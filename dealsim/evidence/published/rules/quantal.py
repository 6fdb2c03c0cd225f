"""How likely each option is to a mind that chooses with noise: what many draws of `noisy_option` come to."""

import math

from dealsim.core.compiled import Vector, rule
from dealsim.core.rules.act.acts import at_stake


@rule
def chance_of_option(k: int, options: Vector, noise: float) -> float:
    """Return the chance that a noisy choice takes an option.

    exp(v_k/(noise spread)) / sum over options of exp(v/(noise spread))   [0..1]

    options: values [utility], minus infinity for what is no option.  noise: 1/rationality [> 0].  spread: `at_stake`,
    so that the noise grows with what is at stake; where nothing is, all options are as likely.
    Source: mckelvey1995quantal.
    """
    spread = noise * at_stake(options)
    total = 0.0
    for j in range(len(options)):
        if options[j] > -math.inf:
            total += math.exp((options[j] - options[k]) / spread) if spread > 0.0 else 1.0
    return 1.0 / total if options[k] > -math.inf else 0.0
