"""Settings from an address: what a stranger's link may set, and what it may not.

A setting is `PATH=VALUE`, as `--set` takes it. Where a scenario may name a file, a link may only name a shipped one;
and it names no class, and extends nothing.
"""

from collections.abc import Iterator

from dealsim.scenario import Problem, ScenarioError
from dealsim.scenario.files.plain_yaml import Reader
from dealsim.scenario.files.shipped import shipped_specs, shipped_views

NAMED = {"spec": shipped_specs, "training": shipped_views}
FORBIDDEN = ("extends", "agents")
LONGEST, MOST = 1000, 100  # characters of one, and settings in an address


def refuse_strangers(settings: tuple[str, ...]) -> None:
    """Raise ScenarioError where settings would open a file or name a class, or are too many."""
    if len(settings) > MOST:
        raise ScenarioError([Problem("the address", None, "", f"{len(settings)} settings", f"at most {MOST}")])
    for setting in settings:
        if len(setting) > LONGEST:
            raise ScenarioError(
                [Problem("the address", None, "", "a very long setting", f"at most {LONGEST} characters")]
            )
        for key, value in said_in(setting):
            refuse(setting, key, value)


def refuse(setting: str, key: str, value: object) -> None:
    """Raise ScenarioError where a key is forbidden, or names a file that is not shipped."""
    if key in FORBIDDEN:
        raise ScenarioError(
            [Problem(f"the setting {setting}", None, key, f"the key {key}", "an address without this key")]
        )
    names = NAMED[key]() if key in NAMED and isinstance(value, str) else None
    if names is not None and value not in names:
        raise ScenarioError([Problem(f"the setting {setting}", None, key, repr(value), f"one of {', '.join(names)}")])


def said_in(setting: str) -> Iterator[tuple[str, object]]:
    """Yield every key that a setting says, with its value."""
    path, _, value = setting.partition("=")
    *above, last = path.split(".")
    yield from ((key.strip(), None) for key in above)
    if value.strip():  # a setting without a value is refused where it is applied
        yield from inside(last.strip(), Reader(value, f"the setting {setting}").value)


def inside(key: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield a key with its value, and all keys within the value."""
    yield key, value
    if isinstance(value, dict):
        for inner, below in value.items():
            yield from inside(str(inner), below)
    if isinstance(value, list):
        for below in value:
            yield from inside("", below)


def setting_path(setting: str) -> str:
    """Return the path of a setting."""
    return setting.partition("=")[0].strip()


def put(settings: tuple[str, ...], path: str, value: str) -> tuple[str, ...]:
    """Return settings with one more, which replaces what was set there or below."""
    return (*taken_back(settings, path), f"{path}={value}")


def taken_back(settings: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Return settings without what was set at a path or below."""
    return tuple(
        each for each in settings if setting_path(each) != path and not setting_path(each).startswith(f"{path}.")
    )
