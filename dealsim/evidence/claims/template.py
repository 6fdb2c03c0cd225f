"""Write a claim to start from: a file that can be tried as it is, with a comment on each of its keys."""

import json

TEMPLATE = """\
# {title}: what should follow from more of one thing. Write it down before you look at the results.
# `dealsim schema claim` lists every key.
title: {quoted}
claim: Where a guarantor makes labs pay, more contracts are signed.   # in your own words
group: deals                  # or takeover, conflict and the future, formation, side effects, overall
source: assumption            # a key of dealsim's sources, or this word for a claim of your own

lever:                        # what is changed: keys of the scenario, as --set takes them
  name: enforcement
  less: {{every_lab.enforcement: 0.1}}
  more: {{every_lab.enforcement: 0.9}}

predictions:                  # what more of it does, by names of your own
  deals:
    measure: deals            # an outcome of `dealsim run`, or a measure such as `honesty of schemers`
    direction: rises          # or falls, stays, does not rise, does not fall
    # smallest: 0.05          # the smallest effect that matters; by default the measure's own
  # more so:
  #   measure: deals
  #   direction: rises        # the effect under one condition is greater than under another
  #   given: {{every_lab.minds.traits.risk_aversion.mean: 0.8}}
  #   rather_than: {{every_lab.minds.traits.risk_aversion.mean: 0.2}}

worlds: [baseline, plausible] # shipped worlds or files beside this one; an uncertain one is a sample of worlds
"""


def claim_of(title: str) -> str:
    """Return a claim of one prediction."""
    return TEMPLATE.format(title=title, quoted=json.dumps(title, ensure_ascii=False))
