"""A rule that many things must keep is one test, which lists all that break it: a test a thing costs a start each."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any


def for_each(names: str, things: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make one test of a check that takes a thing, or the parts of a tuple by their names; it lists what fails."""
    taken = [name.strip() for name in names.split(",")]

    def one_test_of(check: Callable[..., None]) -> Callable[..., None]:
        def test(**fixtures: Any) -> None:
            tried, offenders = 0, []
            for tried, thing in enumerate(things, 1):  # noqa: B007
                given = dict(zip(taken, thing if len(taken) > 1 else [thing], strict=True))
                try:
                    check(**given, **fixtures)
                except Exception as error:
                    offenders.append(f"{thing}: {type(error).__name__}: {error}")
            assert tried, "there was nothing to check"
            assert not offenders, f"{len(offenders)} of {tried}:\n" + "\n".join(offenders)

        signature = inspect.signature(check)
        kept = [parameter for name, parameter in signature.parameters.items() if name not in taken]
        test.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return one_test_of
