"""From a spec to a mind: clocks, teaching, faking, and the traits that result."""
