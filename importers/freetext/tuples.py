"""GEM tuples "(best,min,max)": blanks, reversed bounds, negative signs, prose where a tuple should be."""

import re
from dataclasses import replace

from faultgis.values import Estimate, RangeKind
from importers.freetext.cell import EMPTY, Cell, Flag, blank, refused, tidy

_NUMBER = r"[-+]?(?:[0-9]{1,12}\.?[0-9]{0,20}|\.[0-9]{1,20})"
_TUPLE = re.compile(rf"\(\s*({_NUMBER})?\s*,\s*({_NUMBER})?\s*,\s*({_NUMBER})?\s*\)")
_LOOSE = re.compile(rf"\(?\s*({_NUMBER})\.?\s*(?:,\s*({_NUMBER})\.?\s*)?(?:,\s*({_NUMBER})\.?\s*)?,?\s*\)*")


def looks_like_tuple(text: str) -> bool:
    """Whether a text is nothing but a tuple of numbers."""
    return bool(_TUPLE.fullmatch(tidy(text))) and any(c.isdigit() for c in text)


def gem_tuple(text: str, unit: str, component: str = "", signed: bool = False) -> Cell:
    """A tuple as an ``Estimate``.

    ``signed`` keeps the sign (shortening: extension is negative); otherwise a negative sign is the compiler's
    mark of a sinistral sense: the magnitude is taken and the part ``sense`` says so. A best value outside its
    bounds is dropped, bounds in the wrong order are turned; both are flagged. Prose is the part ``notes``.
    """
    if blank(text):
        return EMPTY
    plain = tidy(text)
    if re.fullmatch(r"\(\s*,?\s*,?\s*\)", plain):
        return EMPTY
    if match := _TUPLE.fullmatch(plain):
        return _estimate(match.groups(), text, unit, component, signed, ())
    if match := _LOOSE.fullmatch(plain):
        loose = () if re.fullmatch(_NUMBER, plain) else (Flag("tuple.form", {"text": text}),)
        return _estimate(match.groups(), text, unit, component, signed, loose)
    if re.search(r"[A-Za-z]{3}|[一-鿿]", plain):
        return Cell({"notes": text}, (), Flag("tuple.prose", {"text": text}))
    return refused("value.not_a_number", text=text)


def _estimate(
    groups: tuple[str | None, ...],
    text: str,
    unit: str,
    component: str,
    signed: bool,
    flags: tuple[Flag, ...],
) -> Cell:
    best, low, high = (None if g is None else float(g) for g in groups)
    numbers = [n for n in (best, low, high) if n is not None]
    if not signed and any(n < 0 for n in numbers):
        return _unsigned(numbers, (best, low, high), text, unit, component, flags)
    value, more = _ordered(best, low, high, text, unit, component)
    return Cell({"": value}, flags + more)


def _unsigned(
    numbers: list[float],
    triple: tuple[float | None, ...],
    text: str,
    unit: str,
    component: str,
    flags: tuple[Flag, ...],
) -> Cell:
    if max(numbers) > 0:
        return refused("tuple.mixed_signs", text=text)
    best, low, high = (None if n is None else abs(n) for n in triple)
    value, more = _ordered(best, low, high, text, unit, component)
    return Cell(
        {"": replace(value, text=text), "sense": "sinistral"},
        (*flags, *more, Flag("tuple.sign", {"text": text})),
    )


def _ordered(
    best: float | None, low: float | None, high: float | None, text: str, unit: str, component: str
) -> tuple[Estimate, tuple[Flag, ...]]:
    flags = []
    if low is not None and high is not None and low > high:
        low, high = high, low
        flags.append(Flag("tuple.order", {"text": text}))
    if best is not None and ((low is not None and best < low) or (high is not None and best > high)):
        low, high, best = _without_best(best, low, high)
        flags.append(Flag("tuple.best_outside", {"text": text}))
    bounded = low is not None or high is not None
    kind = RangeKind.MIN_MAX if bounded else RangeKind.UNSTATED
    value = Estimate(unit=unit, best=best, low=low, high=high, range=kind, component=component)
    return (replace(value, text=text) if flags else value), tuple(flags)


def _without_best(
    best: float, low: float | None, high: float | None
) -> tuple[float | None, float | None, float | None]:
    """The bounds widened by the number that stood in the place of the best value."""
    numbers = [n for n in (best, low, high) if n is not None]
    return min(numbers), max(numbers), None
