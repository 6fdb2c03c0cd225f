"""How compiled rules are put together: by name, so that what many rules build on is written out once.

This builds on private parts of Numba. With a version whose parts are not known, rules are put together by Numba's
own means: the same numbers, three times the wait for the first compilation.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.funcdesc import default_mangler
from numba.core.registry import cpu_target

KNOWN_NUMBA = ("0.68.1",)  # versions that this has been tried with
LINKS_BY_NAME = numba.__version__ in KNOWN_NUMBA
MOST_INLINED = 200  # instructions of a rule that its callers may take in
WAY_IN = "_ZN7cpython"  # how the names of functions begin that Python calls
NOT_NEEDED = {  # of Numba's passes: for closures, literals, generated and array code, and listings for people
    "with_lifting",
    "inline_closure_likes",
    "rewrite_semantic_constants",
    "dead_branch_prune",
    "literal_unroll",
    "LiteralPropagation",
    "make_function_op_code_to_jit_function",
    "inline_inlinables",
    "inline_overloads",
    "nopython_rewrites",
    "annotate_types",
    "dump_parfor_diagnostics",
}


class LinkedByName(JITCodeLibrary):  # type: ignore[misc]
    """The machine code of one rule, linked to the rules that it calls by their names.

    Numba copies all that a function calls, and all that is called there, into its machine code: of rules built on
    rules each would be optimised and written out again in every caller. Here a caller sees the rules that it calls
    as candidates for inlining; what is not inlined is called by its name.
    """

    inlined = True
    _shared_module: Any

    def _get_module_for_linking(self) -> Any:
        """Return what callers see: a body to inline if it is small, and none to write out again."""
        self._ensure_finalized()
        if self._shared_module is None:
            own = [found for found in self._final_module.functions if _is_own(found)]
            length = sum(1 for found in own for block in found.blocks for _ in block.instructions)
            small = self.inlined and length <= MOST_INLINED
            self._shared_module = _bodies(self._final_module) if small else _marks(own)
        return self._shared_module

    def _optimize_functions(self, module: Any) -> None:
        """Leave single functions alone: the passes over the whole module do the same work."""
        module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self) -> None:
        """Optimise once: Numba's cheap passes before the full ones serve counts of references, and we have none."""
        passes, builder = self._codegen._module_pass_manager(opt=2)
        passes.run(self._final_module, builder)


def _is_own(found: Any) -> bool:
    """Return whether a function in a rule's module is the rule, or the way in from Python to it."""
    return not found.is_declaration and found.linkage == llvm.Linkage.external


def _bodies(module: Any) -> Any:
    """Return a module whose functions may be inlined, but are written out elsewhere."""
    shown = module.clone()
    for found in shown.functions:
        if _is_own(found):
            found.linkage = "available_externally"
    return shown


def _marks(own: list[Any]) -> Any:
    """Return a module without functions, with a mark in the place of each way in from Python.

    When Numba takes a rule from the cache it asks this module whether there is a way in.
    """
    ways_in = [found.name for found in own if found.name.startswith(WAY_IN)]
    return llvm.parse_assembly("".join(f'@"{name}" = available_externally global i8 0\n' for name in ways_in))


class OnlyCalled(LinkedByName):
    """The machine code of a stage: with so many arguments it is never worth copying into its callers."""

    inlined = False


class Plainly(CompilerBase):  # type: ignore[misc]
    """Numba's compiler without the passes that change nothing in a rule."""

    def define_pipelines(self) -> list[Any]:
        """Return Numba's own order of passes, less some."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [step for step in passes.passes if step[0].name() not in NOT_NEEDED]
        return [passes]


def named_alike(name: str, taken: Any, *, abi_tags: Any = (), uid: Any = None) -> str:
    """Return the name that a function has in machine code: of a rule its own, the same in every process.

    Numba's names say what a function takes, and are numbered as they come.
    """
    if name.removeprefix(".NumbaEnv.").startswith("numba."):
        return str(default_mangler(name, taken, abi_tags=abi_tags, uid=uid))
    return str(default_mangler(name, ()))


@contextmanager
def linked_by_name(function: Callable[..., object], library: type) -> Iterator[None]:
    """Let Numba link one rule by names, at no other time; one that is defined in a function has no name of its own."""
    if not LINKS_BY_NAME:
        yield
        return
    context = cpu_target.target_context
    code = context.codegen()
    before = code._library_class
    if "<locals>" not in function.__qualname__:
        context.mangler, code._library_class = named_alike, library
    try:
        yield
    finally:
        code._library_class = before
        vars(context).pop("mangler", None)
