"""Units: an order without circles, one name each, drawn on both walls."""

import unicodedata
from collections.abc import Iterator

from faultgis.walls.log import TrenchLog
from faultgis.walls.order import circle
from faultgis.walls.rules.finding import Finding


def check(log: TrenchLog) -> Iterator[Finding]:
    """The order graph is acyclic; walls agree on unit codes."""
    round_trip = circle(log.units, log.orders.values())
    if round_trip:
        names = " → ".join(log.units[key].code for key in round_trip)
        yield Finding("log.circle", "error", {"units": names}, tuple(("strat_unit", u) for u in round_trip))
    yield from _twice(log)
    yield from _one_wall(log)


def plain(code: str) -> str:
    """A code as it is meant: full-width letters as narrow ones, no case, no spaces or dashes."""
    narrow = unicodedata.normalize("NFKC", code).casefold()
    return "".join(c for c in narrow if c.isalnum())


def _twice(log: TrenchLog) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for unit in log.units.values():
        other = seen.setdefault(plain(unit.code), unit.code)
        if other != unit.code:
            yield Finding(
                "log.unit_twice", "error", {"one": other, "other": unit.code}, (("strat_unit", unit.id),)
            )


def _one_wall(log: TrenchLog) -> Iterator[Finding]:
    """A unit that is drawn on one wall only; nothing is said while the other wall is bare."""
    drawn = {w: {f.unit_id for f in log.on(w, "unit")} - {None} for w in log.walls}
    worked = {w: units for w, units in drawn.items() if units}
    if len(worked) < 2:
        return
    for unit in log.units.values():
        missing = [log.walls[w].code for w, units in worked.items() if unit.id not in units]
        if missing and len(missing) < len(worked):
            params = {"unit": unit.code, "wall": ", ".join(missing)}
            yield Finding("log.unit_one_wall", "note", params, (("strat_unit", unit.id),))
