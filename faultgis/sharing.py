"""Much in little memory: one object for all that are equal, and lists that let go what was used."""

from collections.abc import Iterator
from typing import TypeVar

_Value = TypeVar("_Value")


def handed_out(values: list[_Value]) -> Iterator[_Value]:
    """The values in their order, each of which the list then holds no longer."""
    values.reverse()
    while values:
        yield values.pop()


class Sharing:
    """Gives for a value the equal one that was given first, of the last ``most`` different ones.

    For values that never change, and are alike wherever they are equal (texts, tuples of texts, estimates).
    """

    def __init__(self, most: int = 100_000) -> None:
        self._most = most
        self._known: dict[object, object] = {}

    def __call__(self, value: _Value) -> _Value:
        if len(self._known) >= self._most:
            self._known.clear()
        return self._known.setdefault(value, value)  # type: ignore[return-value]
