"""What newer data make of an issued answer, in the user's words. Knows no Qt."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faultgis.services.replaying import Difference
from ui import route_words, site_words, words
from ui.words import tr

# What of an answer is told as it was and as it is; the answer itself is told before.
PLAIN = ("article", "width_m", "distance_m", "location_error_m", "fault", "side", "rule_version", "length_m")
# What is told of a crossing by the heads of its column.
OF_CROSSING = (
    ("chainage_m", "Chainage (m)"),
    ("kind", "How it meets"),
    ("angle_deg", "Angle (°)"),
    ("expected_offset", "Expected offset (estimate)"),
    ("answer", "Answer"),
    ("article", "Article"),
)
Value = Mapping[str, Any]


def told(differences: Iterable[Difference]) -> list[str]:
    """The parts of an answer that are others now; where none of them is one that people look for, that the
    reasons are others."""
    found: list[str] = []
    for each in differences:
        if each.field == "crossings":
            found += _crossings(each.then or (), each.now or ())
        elif each.field in PLAIN:
            then, now = _shown(each.field, each.then), _shown(each.field, each.now)
            found.append(f"{words.field_word(each.field)}{tr(': ')}{then} → {now}")
    return found or [tr("reasons changed")]


def _shown(field: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if field == "side":
        return words.sentence(f"side.{value}")
    return site_words.metres(value) if field.endswith("_m") else str(value)


def _crossings(then: Sequence[Value], now: Sequence[Value]) -> Iterator[str]:
    before, after = _by_trace(then), _by_trace(now)
    keys = {**before, **after}
    for key in sorted(keys, key=lambda key: float(keys[key]["chainage_m"])):
        what = _what(before.get(key), after.get(key))
        crossing = before.get(key, keys[key])
        name, chainage = crossing["fault"] or "–", f"{crossing['chainage_m']:,.0f}"
        for said in what:
            yield tr("{fault} at {chainage} m: {said}", fault=name, chainage=chainage, said=said)


def _by_trace(crossings: Sequence[Value]) -> dict[tuple[str, int], Value]:
    """Crossings by their trace and by how often the route had met it before."""
    met: Counter[str] = Counter()
    found = {}
    for each in crossings:
        found[each["trace"], met[each["trace"]]] = each
        met[each["trace"]] += 1
    return found


def _what(then: Value | None, now: Value | None) -> list[str]:
    """What is new at one crossing."""
    if then is None or now is None:
        return [tr("met only now") if then is None else tr("not met any more")]
    pairs = ((tr(head), _cell(name, then), _cell(name, now)) for name, head in OF_CROSSING)
    return [f"{head} {before} → {after}" for head, before, after in pairs if before != after]


def _cell(name: str, crossing: Value) -> str:
    value = crossing[name]
    if name == "chainage_m":
        return f"{value:,.0f} ({crossing['chainage_low_m']:,.0f}–{crossing['chainage_high_m']:,.0f})"
    if name == "expected_offset":
        return route_words.expected(value)
    if name == "kind":
        return words.sentence(f"crossing.{value}")
    if name == "answer":
        return site_words.answer_word(value)
    return f"{value:.0f}" if name == "angle_deg" else str(value or "–")
