"""The latest earthquake of a trench site, as the national row of a trench has it."""

from typing import Any

from faultgis.national.index import Index
from faultgis.records.derived import EventAge


def _latest(site: Any, index: Index) -> tuple[float | None, EventAge | None]:
    """The year of the youngest event that is not rejected, and its age in the site's chronology."""
    events = [e for e in index.children("paleo_event", "site_id", site.id) if e.status != "rejected"]
    if not events:
        return None, None
    event = min(events, key=lambda each: (each.position or len(events), str(each.id)))
    if event.known_year is not None:
        return float(event.known_year), None
    ages = [age for age in index.children("event_age", "event_id", event.id) if age.age is not None]
    chosen = [age for age in ages if _default(index.get("chronology_model", age.chronology_id))] or ages
    return (chosen[0].age.middle, chosen[0]) if chosen else (None, None)


def _default(chronology: Any) -> bool:
    return chronology is not None and bool(chronology.is_default)


def latest_year(site: Any, index: Index) -> str | None:
    """The calendar year as Chinese texts have it: "公元1739年", "公元前350年"."""
    year, _ = _latest(site, index)
    if year is None:
        return None
    whole = round(year)
    return f"公元前{-whole}年" if whole < 0 else f"公元{whole}年"


def latest_error(site: Any, index: Index) -> str | None:
    """Half of the 95 % range in years: "±120年"."""
    _, found = _latest(site, index)
    if found is None or found.age is None or found.age.low is None or found.age.high is None:
        return None
    return f"±{round((found.age.high - found.age.low) / 2)}年"
