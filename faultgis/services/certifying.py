"""Certificates: an answer issued under a number, kept in the register, and what newer data make of it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.answers import Answer
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.sites import Site, checked
from faultgis.avoidance.telling import canonical, given_value
from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.assessment import Certificate, SiteQuery
from faultgis.records.provenance import new_id
from faultgis.records.survey import Survey
from faultgis.services.assessing import Assessed, Question, Told, assess
from faultgis.services.routing import along, is_route
from faultgis.services.surroundings import Register, about
from faultgis.store import Saved, Store
from faultgis.values import Document

PATTERN = "FA-{year}-{number:04d}"
# Bounds in degrees: west, south, east, north.
ON_EARTH = (180.0, 90.0, 180.0, 90.0)
# So many others may take a number while ours is being printed.
TRIES = 20


@dataclass(frozen=True)
class Asked:
    """A site asked about in a survey, answered from the data of one version. ``assessed`` holds one answer;
    ``seen`` says what of the survey the asker could see."""

    survey: Survey
    mapped: Mapped
    assessed: Assessed
    seen: Mapping[str, Any]

    @property
    def answer(self) -> Answer:
        """The answer itself."""
        return self.assessed.answers[0]

    @property
    def is_route(self) -> bool:
        """Whether the site is a line that is told as a route, too."""
        return is_route(self.answer.site)

    @cached_property
    def value(self) -> dict[str, Any]:
        """The answer as a document; that of a route with its crossings and stretches."""
        return document(self.mapped, self.assessed, self.is_route)


@dataclass(frozen=True)
class Printed:
    """The file of a certificate: its path relative to the folder of certificates, and its SHA-256."""

    path: str
    sha256: str


Print = Callable[[Asked, Certificate], Printed]


def ask(
    store: Register, survey: Survey, asked: Question, site: Site, progress: Progress | None = None
) -> Asked:
    """The answer for a site from a survey as the database has it now."""
    found = about(store, survey, checked(site), asked.rule.reach_m, progress)
    mapped = found.mapped(survey)
    return Asked(survey, mapped, assess([mapped], asked, [site], found.version), found.seen)


def document(mapped: Mapped, assessed: Assessed, as_route: bool) -> dict[str, Any]:
    """One answer as a document, with what is told of a route where the site is one."""
    told = along([mapped], assessed.question, assessed.sites[0]) if as_route else {}
    return {**assessed.values()[0], **told}


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def geometry_digest(geometry: BaseGeometry) -> str:
    """The SHA-256 of a geometry's little-endian WKB in two dimensions."""
    return hashlib.sha256(_wkb(geometry)).hexdigest()


def _wkb(geometry: BaseGeometry) -> bytes:
    return bytes(shapely.to_wkb(shapely.force_2d(geometry), byte_order=1))


def issue(
    store: Register, asked: Asked, print_it: Print, *, language: str, by: str, now: datetime | None = None
) -> Certificate:
    """Issue the answer under the next free number of its survey and year: print it, then enter it in the
    register. Where somebody else takes the number meanwhile it is printed anew under the next one; a number
    without its certificate never stands in the register.

    Raises ``InputError``: ``certificate.no_site``, ``certificate.missing`` where the rule must know more,
    ``certificate.no_number``; ``NotAllowedError``.
    """
    if asked.answer.site.problem is not None or asked.answer.site.geometry is None:
        raise InputError("certificate.no_site", site=asked.answer.site.name)
    missing = [r.params["inputs"] for r in asked.answer.reasons if r.code == "advice.missing"]
    if missing:
        raise InputError("certificate.missing", inputs=", ".join(missing[0]))
    moment = now or datetime.now(UTC)
    number = 0
    for _ in range(TRIES):
        # Beyond the one tried before: who took it may be hidden from this user.
        number = max(number + 1, next_number(store, asked.survey, moment.year))
        draft = _draft(asked, PATTERN.format(year=moment.year, number=number), language, by, moment)
        printed = print_it(asked, draft)
        try:
            return _entered(store.save([Change(None, _with_file(draft, printed))], "certificate"))
        except InputError as error:
            if error.code != "record.duplicate":
                raise
    raise InputError("certificate.no_number")


def _with_file(draft: Certificate, printed: Printed) -> Certificate:
    return replace(draft, path=printed.path, sha256=printed.sha256)


def _entered(saved: Saved) -> Certificate:
    found = saved.records[0]
    assert isinstance(found, Certificate)
    return found


def next_number(store: Store, survey: Survey, year: int) -> int:
    """The next number of a survey's register in a year, as far as this user sees it."""
    start = PATTERN.format(year=year, number=0)[:-4]
    codes = (certificate.code for certificate in certificates(store, survey))
    taken = [int(code.removeprefix(start)) for code in codes if code.startswith(start) and _counted(code)]
    return max(taken, default=0) + 1


def _counted(code: str) -> bool:
    return code.rpartition("-")[2].isdecimal()


def _draft(asked: Asked, number: str, language: str, by: str, moment: datetime) -> Certificate:
    value, site, rule = asked.value, asked.answer.site, asked.answer.rule
    assert site.geometry is not None
    given = value["given"]
    intensity = given.get("intensity")
    return Certificate(
        id=new_id(),
        survey_id=asked.survey.id,
        code=number,
        geometry=shapely.force_2d(site.geometry),
        rule=rule.id,
        edition=rule.edition["zh"],
        site_name=site.name,
        building_class=str(given.get("building_class") or ""),
        intensity=int(intensity) if isinstance(intensity, int | float) else None,
        outcome=value["answer"],
        data_version=asked.assessed.data_version or 0,
        question=Document(_question(asked)),
        answer=Document(value),
        answer_hash=digest(canonical(value)),
        geometry_hash=geometry_digest(site.geometry),
        issued_at=moment,
        issued_by=by,
        language=language,
        secrecy=max(int(asked.seen["secrecy"]), asked.survey.secrecy),
    )


def _question(asked: Asked) -> dict[str, Any]:
    """All that the answer was made from but for the data: the rule set itself, too, which an office may
    replace at any time."""
    site, rule = asked.answer.site, asked.answer.rule
    assert site.geometry is not None
    text = Path(rule.file).read_text(encoding="utf-8")
    return {
        "rule": rule.id,
        "rule_text": text,
        "rule_sha256": digest(text),
        "given": asked.value["given"],
        "site": {
            "name": site.name,
            "row": site.row,
            "wkb": _wkb(site.geometry).hex(),
            "notes": [{"code": note.code, "params": dict(note.params)} for note in site.notes],
        },
        "seen": dict(asked.seen),
        "route": asked.is_route,
        "program": version("faultgis"),
    }


def certificates(store: Store, survey: Survey) -> list[Certificate]:
    """A survey's register, by number."""
    found = store.load(survey.id, ("certificate",))["certificate"]
    return sorted((c for c in found if isinstance(c, Certificate)), key=lambda c: c.code)


def certificate(store: Store, number: str, surveys: Sequence[Survey]) -> tuple[Survey, Certificate]:
    """The certificate of this number in one of these surveys. Raises ``InputError``:
    ``certificate.unknown``, ``certificate.several`` (numbers are counted survey by survey)."""
    wanted = number.strip().upper()
    hits = [(s, c) for s in surveys for c in certificates(store, s) if c.code.upper() == wanted]
    if not hits:
        raise InputError("certificate.unknown", number=number)
    if len(hits) > 1:
        raise InputError("certificate.several", number=number, surveys=", ".join(s.code for s, _ in hits))
    return hits[0]


def log_query(store: Store, survey: Survey, told: Told, *, by: str, now: datetime | None = None) -> SiteQuery:
    """Keep in the log what was asked and answered; of many sites their number, and a box around them."""
    query = SiteQuery(
        survey_id=survey.id,
        geometry=_extent([site.geometry for site in told.sites if site.problem is None]),
        rule=told.question.rule.id,
        outcome=", ".join(sorted(told.outcomes)),
        sites=len(told.sites),
        data_version=told.data_version or 0,
        question=Document({"given": _given(told), "names": [site.name for site in told.sites[:20]]}),
        asked_at=now or datetime.now(UTC),
        asked_by=by,
    )
    store.save([Change(None, query)], "site query")
    return query


def _extent(shapes: Sequence[BaseGeometry | None]) -> BaseGeometry | None:
    """One place as it is, a box around many; what does not lie on the earth is left out, screening does not
    look at it before."""
    places = np.array(shapes, dtype=object)
    placed = places[(np.abs(shapely.bounds(places)) <= ON_EARTH).all(axis=1)]
    if len(placed) == 1:
        return shapely.force_2d(placed[0])
    return shapely.box(*shapely.total_bounds(placed)) if len(placed) else None


def _given(told: Told) -> dict[str, Any]:
    return given_value(told.question.given) if told.sites else {}
