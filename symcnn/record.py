"""Frozen records with typed fields, cheap to define.

`dataclasses` writes and compiles source for every class: 20 ms for the classes of this package,
more than parsing and deriving a network takes. A `Record` is declared the same way and costs next
to nothing; type checkers know its signature.
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, Self, dataclass_transform


class FieldInfo(NamedTuple):
    """What a field declaration tells beyond its name: default, kind, and how it may be given."""

    default: Any = ...
    kind: str = ""
    kw_only: bool = False
    compare: bool = True
    least: int = 1  # the smallest number that a field of a layer takes
    shown: str = ""  # the default in words, where it follows from other values


def field(*, default: Any = ..., kw_only: bool = False, compare: bool = True) -> Any:
    """Declare a field that is given by keyword only, or that does not count in comparisons."""
    return FieldInfo(default, "", kw_only, compare)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record:
    """Base of frozen records: `class Name(Record): name: str`.

    >>> class Point(Record):
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, y=0), Point(1) == Point(2)
    (Point(x=1, y=0), True, False)
    """

    fields: ClassVar[dict[str, FieldInfo]] = {}
    _positional: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}
    _compared: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = vars(cls).get("__annotations__", {})
        declared = {name: _info(cls, name) for name, kind in own.items() if "ClassVar" not in str(kind)}
        fields = {**cls.fields, **declared}
        cls.fields = fields
        cls._positional = tuple(name for name, info in fields.items() if not info.kw_only)
        cls._defaults = {name: info.default for name, info in fields.items() if info.default is not ...}
        cls._compared = tuple(name for name, info in fields.items() if info.compare)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values = self.__dict__  # filled in place: a tree and its layers are thousands of records
        values.update(self._defaults)
        if args:
            values.update(zip(self._positional, args, strict=False))
        values.update(kwargs)
        if len(values) != len(self.fields) or len(args) > len(self._positional):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self.fields)}; got {args} {kwargs}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def _key(self) -> tuple[Any, ...]:
        return tuple(self.__dict__[name] for name in self._compared)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))

    def replaced(self, **values: Any) -> Self:
        """The record with other values for some fields.

        >>> class Point(Record):
        ...     x: int
        ...     y: int = 0
        >>> Point(1).replaced(y=2)
        Point(x=1, y=2)
        """
        return type(self)(**{**{name: self.__dict__[name] for name in self.fields}, **values})

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self._compared)
        return f"{type(self).__name__}({inside})"


def _info(cls: type, name: str) -> FieldInfo:
    """The declaration of a field; the class attribute goes, so that only instances have a value."""
    value = cls.__dict__.get(name, ...)
    if value is not ...:
        delattr(cls, name)
    return value if isinstance(value, FieldInfo) else FieldInfo(value)
