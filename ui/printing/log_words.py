"""Ages, directions and places as a printed log writes them, in the user's language."""

from typing import Any
from uuid import UUID

from faultgis import codes
from faultgis.records.sample import LabResult
from faultgis.records.trench import PaleoEvent, Wall
from faultgis.values import Estimate
from ui import words
from ui.printing.log_content import Content
from ui.words import tr

STALE = "†"
_EN = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_ZH = (
    *("北", "北北东", "北东", "北东东", "东", "南东东", "南东", "南南东"),
    *("南", "南南西", "南西", "南西西", "西", "北西西", "北西", "北北西"),
)


def direction(azimuth: float) -> str:
    """A direction in letters and degrees."""
    letters = _ZH if words.language() == "zh" else _EN
    return f"{letters[round(azimuth % 360 / 22.5) % 16]} {azimuth % 360:.0f}°"


def years(low: float, high: float) -> str:
    """A range of calendar years: 1270–1390 AD, 975–814 BC, 45 BC–60 AD."""
    first, last = round(low), round(high)
    if first > 0 or last < 0:
        text = "{start}–{end} AD" if first > 0 else "{start}–{end} BC"
        return tr(text, start=abs(first), end=abs(last))
    return tr("{start} BC–{end} AD", start=abs(first), end=last)


def year(value: float) -> str:
    """One calendar year."""
    return tr("{number} AD" if value > 0 else "{number} BC", number=abs(round(value)))


def _estimate(age: Estimate | None) -> str:
    if age is None:
        return ""
    if age.low is not None and age.high is not None:
        return years(age.low, age.high)
    if age.best is not None:
        return year(age.best)
    return tr("after {year}", year=year(age.low)) if age.low is not None else _before(age)


def _before(age: Estimate) -> str:
    return tr("before {year}", year=year(age.high)) if age.high is not None else ""


def calibrated(content: Content, result: LabResult) -> str:
    """The calibrated range of a result, marked where it is stale; empty where there is none."""
    age = content.ages.get(result.id)
    text = _estimate(age.age) if age is not None else ""
    return f"{text}{STALE}" if age is not None and text and age.id in content.stale else text


def reported(result: LabResult) -> str:
    """A result as the laboratory gave it."""
    if result.c14_age is not None:
        return f"{_with(result.c14_age, result.c14_error)} BP"
    if result.f14c is not None:
        return f"F14C {_with(result.f14c, result.f14c_error)}"
    if result.age_ka is None:
        return result.reported
    low, high = result.age_minus_ka, result.age_plus_ka
    if low is not None and high is not None and low != high:
        return f"{result.age_ka:g} +{high:g}/−{low:g} ka"
    return f"{_with(result.age_ka, high if high is not None else low)} ka"


def _with(value: float, error: float | None) -> str:
    return f"{value:g}" if error is None else f"{value:g} ± {error:g}"


def age_of(content: Content, result: LabResult) -> str:
    """What stands beside a sample: its calibrated range, else what was reported."""
    return calibrated(content, result) or reported(result)


def event_age(content: Content, event: PaleoEvent) -> str:
    """The age of an event: its known year, else its range in the chronology, marked where it is stale."""
    if event.known_year is not None:
        return year(event.known_year)
    age = content.event_ages.get(event.id)
    text = _estimate(age.age) if age is not None else ""
    return f"{text}{STALE}" if age is not None and text and age.id in content.stale else text


def between(content: Content, event: PaleoEvent) -> str:
    """Between which units an event lies."""
    older, younger = (_code(content, key) for key in (event.older_unit_id, event.younger_unit_id))
    if older and younger:
        return tr("after {older}, before {younger}", older=older, younger=younger)
    if older:
        return tr("after {older}", older=older)
    return tr("before {younger}", younger=younger) if younger else ""


def _code(content: Content, unit_id: UUID | None) -> str:
    unit = content.log.units.get(unit_id) if unit_id is not None else None
    return unit.code if unit is not None else ""


def named(record: Any) -> str:
    """A record's name in the language in use, else in the other; empty where it has none."""
    names = (record.name_zh, record.name_en)
    first, second = names if words.language() == "zh" else names[::-1]
    return str(first or second)


def label(list_name: str, code: str) -> str:
    """A code's word, or the code where the list does not know it."""
    return codes.label(list_name, code, words.language()) if codes.known(list_name, code) else code


def wall_title(wall: Wall) -> str:
    """What a wall is called."""
    title = tr("Wall {code}", code=wall.code)
    return tr("{title} (shown mirrored)", title=title) if wall.mirrored else title


def wall_facts(wall: Wall) -> str:
    """Where a wall stands: its direction, the dip of its face, where its origin lies and how high."""
    facts = []
    if wall.azimuth is not None:
        facts.append(tr("x axis towards {direction}", direction=direction(wall.azimuth)))
    facts.append(tr("face dips {dip}°", dip=f"{wall.face_dip:g}"))
    if wall.geometry is not None:
        x, y = wall.geometry.x, wall.geometry.y
        place = f"{abs(y):.5f}°{'N' if y >= 0 else 'S'} {abs(x):.5f}°{'E' if x >= 0 else 'W'}"
        facts.append(tr("origin {place} (CGCS2000)", place=place))
    if wall.origin_elevation_m is None:
        facts.append(tr("elevation of the origin not stated"))
    else:
        metres = f"{wall.origin_elevation_m:.2f}"
        facts.append(tr("origin at {metres} m, height datum not stated", metres=metres))
    return " · ".join(facts)
