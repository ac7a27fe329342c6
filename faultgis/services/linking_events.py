"""Ties a published chronology to a trench site of a survey and to its fault."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from faultgis.errors import InputError
from faultgis.names import pinyin
from faultgis.records.derived import ChronologyModel
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services.import_report import Notice, Reading
from faultgis.services.tying import Links, Present, by_code, the_fault, the_site

_SAME_SITE_DEGREES, _SHORTEST_NAME = 0.5, 6


@dataclass
class EventLinks:
    """The events of one published chronology with their site."""

    reading: Reading
    present: Present
    links: Links

    def linked(self) -> Reading:
        """The reading at its site. Raises ``InputError``: ``link.site_has_events`` (events of another source
        would be counted twice), ``link.no_place`` (the file does not say where it was, and no site is named),
        ``link.site_elsewhere``."""
        site = next(r for r in self.reading.records if isinstance(r, TrenchSite))
        said = self.reading.links.get(site.id, {})
        keys = {cast(Any, r).source.key for r in self.reading.records}
        home = the_site(self.present, self.links) or self._before(keys) or self._same(site)
        if home is None and not said.get("placed"):
            raise InputError("link.no_place", file=self.reading.file, site=site.code)
        fault, notice = self._fault(said.get("name", ""), home)
        if home is not None:
            self._check_events(home, keys)
        records = [self._settled(r, site, home, fault) for r in self.reading.records]
        kept = [
            r for r in records if home is None or not isinstance(r, TrenchSite) or home.source.key in keys
        ]
        reading = cast(Any, self.reading)
        warnings = [*reading.warnings, *([notice] if notice is not None else [])]
        return cast(Reading, replace(reading, records=kept, warnings=warnings))

    def _before(self, keys: set[str]) -> Any:
        """The site that these events came into the last time."""
        events = cast(Sequence[Any], self.present.get("paleo_event", ()))
        ids = {event.site_id for event in events if event.source.key in keys}
        return next((s for s in self.present.get("trench_site", ()) if s.id in ids), None)

    def _same(self, site: TrenchSite) -> Any:
        """The survey's site of this code, unless it lies more than half a degree off."""
        found = next(iter(by_code(self.present, "trench_site", site.code)), None)
        if found is not None and self.reading.links[site.id].get("placed"):
            dx, dy = found.geometry.x - site.geometry.x, found.geometry.y - site.geometry.y
            if max(abs(dx), abs(dy)) > _SAME_SITE_DEGREES:
                raise InputError("link.site_elsewhere", site=site.code, layer=self.reading.layer)
        return found

    def _check_events(self, home: Any, keys: set[str]) -> None:
        others = [
            event
            for event in cast(Sequence[Any], self.present.get("paleo_event", ()))
            if event.site_id == home.id and event.source.key not in keys
        ]
        if others:
            codes = ", ".join(sorted(event.code for event in others)[:8])
            raise InputError("link.site_has_events", site=home.code, events=codes)

    def _settled(self, record: Any, site: TrenchSite, home: Any, fault: Any) -> Any:
        if isinstance(record, TrenchSite):
            return replace(record, fault_id=fault.id if fault is not None else None)
        if isinstance(record, PaleoEvent | ChronologyModel) and home is not None:
            record = replace(record, site_id=home.id)
        if isinstance(record, ChronologyModel):
            return replace(record, is_default=home is None or not self._models(home))
        return record

    def _models(self, home: Any) -> list[Any]:
        return [
            m for m in cast(Sequence[Any], self.present.get("chronology_model", ())) if m.site_id == home.id
        ]

    def _fault(self, name: str, home: Any) -> tuple[Any, Notice | None]:
        """The fault that the user named, else the one whose name begins the name of the site."""
        if home is not None and home.fault_id is not None:
            return None, None
        named = the_fault(self.present, self.links)
        if named is not None:
            return named, None
        wanted = _squeezed(name)
        found: dict[int, list[Any]] = {}
        for fault in cast(Sequence[Any], self.present.get("fault", ())):
            stem = _squeezed(fault.name_en or (pinyin(fault.name_zh) if fault.name_zh else ""))
            if len(stem) >= _SHORTEST_NAME and wanted.startswith(stem):
                found.setdefault(len(stem), []).append(fault)
        best = found[max(found)] if found else []
        if len(best) == 1:
            told = {"site": name, "fault": best[0].name_zh or best[0].name_en, "code": best[0].code}
            return best[0], Notice("link.fault_found", told, self.reading.layer)
        return None, Notice("link.fault_none", {"site": name}, self.reading.layer)


def _squeezed(name: str) -> str:
    """A name's letters without case and without the words for a fault."""
    bare = re.sub(r"(?i)\b(?:fault|faults|zone|belt|system|duan\s*lie|duan\s*ceng|dai)\b", " ", name)
    return "".join(c for c in unicodedata.normalize("NFKD", bare).casefold() if c.isascii() and c.isalnum())
