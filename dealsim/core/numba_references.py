"""Tuples that stages pass to each other by reference: one address instead of each number of each array in them."""

from typing import Any

from numba import types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.imputils import lower_cast, lower_getattr_generic
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import register_model

_WHOLES: dict[type, Any] = {}  # types of tuples by their classes, so that a reference is kept on disk by a name


class Reference(types.Type):  # type: ignore[misc]
    """Where a tuple with named fields lies. A tuple becomes one where it is passed to what takes one."""

    def __init__(self, whole: Any) -> None:
        """Make the type of references to tuples of a type."""
        self.whole = _WHOLES.setdefault(whole.instance_class, whole)
        super().__init__(name=f"Reference({whole.instance_class.__name__})")

    def __reduce__(self) -> Any:
        """Return how to make this type again from what was kept on disk: its tuple's class is enough."""
        return reference_to, (self.whole.instance_class,)

    @property
    def key(self) -> Any:
        """Return what makes two such types one."""
        return self.whole

    def can_convert_from(self, _: Any, other: Any) -> Any:
        """Return whether a value of another type may be passed: a tuple of the right one."""
        return Conversion.safe if other == self.whole else None


def reference_to(cls: type) -> Reference:
    """Return the type of references to tuples of a class."""
    return Reference(_WHOLES[cls])


@register_model(Reference)
class ReferenceModel(models.PrimitiveModel):  # type: ignore[misc]
    """In machine code: the address of the tuple's structure."""

    def __init__(self, manager: Any, reference: Reference) -> None:
        """Make the model of a type of references."""
        super().__init__(manager, reference, manager.lookup(reference.whole).get_value_type().as_pointer())


@infer_getattr
class ReferenceFields(AttributeTemplate):  # type: ignore[misc]
    """The fields of the tuple, read through the reference."""

    key = Reference

    def generic_resolve(self, reference: Reference, name: str) -> Any:
        """Return the type of a field, None if there is none of that name."""
        fields = reference.whole.fields
        return reference.whole.types[fields.index(name)] if name in fields else None


@lower_getattr_generic(Reference)  # type: ignore[untyped-decorator]
def read_field(_: Any, builder: Any, reference: Reference, value: Any, name: str) -> Any:
    """Load one field."""
    return builder.load(cgutils.gep_inbounds(builder, value, 0, reference.whole.fields.index(name)))


@lower_cast(types.BaseTuple, Reference)  # type: ignore[untyped-decorator]
def refer(_: Any, builder: Any, whole: Any, reference: Reference, value: Any) -> Any:
    """Put a tuple where it can be referred to, until the function returns that does."""
    return cgutils.alloca_once_value(builder, value)
