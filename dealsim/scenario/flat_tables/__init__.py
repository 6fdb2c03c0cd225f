"""From a scenario to the flat tables on which both engines play."""
