"""Write an experiment to start from: a file that plays as it is, with a comment on each of its keys."""

import json

TEMPLATE = """\
# {title}: what is compared, over which values.
# `dealsim schema experiment` lists every key; `dealsim list designs` the designs, `dealsim list worlds` the worlds.
title: {quoted}
about: What it asks, in a sentence or two.
scenario: baseline            # a shipped world or a file beside this one; of several, [a, b], each is played
design: grid                  # every combination of values; see also paired, latin_hypercube, sobol, morris
versus: offers                # each level of this factor is compared with its first, game by game with the same luck
games: 200                    # at each point; more games, narrower intervals
# settings: {{horizon: 20}}     # keys of the scenario that are changed at every point
# outcomes: [takeover, deals] # what is kept; by default everything (`dealsim list outcomes`)

factors:                      # what varies, by names of your own
  enforcement:                # a range: a grid takes so many steps of it, both ends included
    set: every_lab.enforcement
    range: [0.1, 0.9]
    steps: 3
    label: chance that a lab is made to pay
  offers:                     # named levels, each of which sets keys of the scenario
    levels:
      none: {{protocol: none}}
      posted: {{protocol: posted}}
  # control:                  # single values; a lab that sets its own control has to be named as well
  #   set: [every_lab.control, labs.cumulus.control]
  #   values: [0.2, 0.8]
  # labs:                     # null removes a lab
  #   levels: {{three: {{}}, two: {{labs.cumulus: null}}}}
"""


def experiment_of(title: str) -> str:
    """Return an experiment of a few points."""
    return TEMPLATE.format(title=title, quoted=json.dumps(title, ensure_ascii=False))
