"""Numbers of an agent's record, read as the agent's own: `ai.risk_aversion`, `lab.suspicion`."""


def fields_of(agent: object, record: str) -> tuple[str, ...]:
    """Return the names of the numbers in an agent's record."""
    held = vars(agent).get(record)
    return held.dtype.names or () if held is not None else ()


def field_of(agent: object, record: str, name: str) -> object:
    """Return a number of an agent's record. Raises AttributeError where there is none of that name."""
    if name in fields_of(agent, record):
        return vars(agent)[record][name].item()
    raise AttributeError(f"{type(agent).__name__!r} object has no attribute {name!r}")
