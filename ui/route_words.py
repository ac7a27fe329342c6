"""What is told of a route in the user's words: how often it meets traces, what it may have to bear there."""

from collections.abc import Mapping
from typing import Any

from faultgis.services.routing import NOT_MAPPED
from ui.words import tr


def of_route(answer: Mapping[str, Any]) -> str:
    """How often a route meets traces, how long it is, and how much of it lies beyond mapped ground; nothing
    for an answer that is none of a route."""
    if "crossings" not in answer:
        return ""
    kilometres = f"{answer['length_m'] / 1000:.1f}"
    said = tr("{n:crossing|crossings} on {km} km", n=len(answer["crossings"]), km=kilometres)
    open_ = sum(s["to_m"] - s["from_m"] for s in answer["stretches"] if s["kind"] == NOT_MAPPED)
    if not open_:
        return said
    unknown = tr("{km} km of it through ground that nobody mapped", km=f"{open_ / 1000:.1f}")
    return tr("{said}, {more}", said=said, more=unknown)


def unknowns(answer: Mapping[str, Any]) -> list[str]:
    """What is not known of a route beside what is not known of any site."""
    crossings = answer.get("crossings", ())
    without = sum(each["expected_offset"] is None for each in crossings)
    said = "Of {count:crossing|crossings} {without:has|have} no known offset: no rupture's slip is recorded."
    return [tr(said, count=len(crossings), without=without)] if without else []


def offset(slip: Mapping[str, Any]) -> str:
    """The offset that a crossing may have to bear, with the rupture that it was seen in."""
    names = (("horizontal_m", "horizontal"), ("vertical_m", "vertical"))
    parts = [f"{tr(name)} {_metres_of(slip[key])}" for key, name in names if slip[key]]
    seen = " ".join(str(each) for each in (slip["rupture"], slip["year"]) if each)
    return tr(", ").join(parts) + (f" ({seen})" if seen else "")


def expected(slip: Mapping[str, Any] | None) -> str:
    """The same, or that nothing is known of it."""
    return tr("not known") if slip is None else offset(slip)


def _metres_of(bounds: Mapping[str, Any]) -> str:
    """An estimate in metres as best (low to high)."""
    best, low, high = bounds["best"], bounds["low"], bounds["high"]
    span = f"{low:g}–{high:g}" if low is not None and high is not None else ""
    if best is None:
        return f"{span or (f'≥ {low:g}' if low is not None else f'≤ {high:g}')} m"
    return f"{best:g} ({span}) m" if span else f"{best:g} m"
