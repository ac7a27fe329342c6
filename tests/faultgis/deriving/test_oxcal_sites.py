"""A trench site through OxCal text: what goes out comes in as a site that gives the same sequence."""

from typing import Any

import pytest
from shapely import Point

from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services import oxcal_sites, practice
from faultgis.services.deriving import ages
from faultgis.services.deriving.stratigraphy import sequence_of
from faultgis.services.editing import EditingSession

SURVEY = Survey(code="X")


def _session() -> EditingSession:
    fault = Fault(survey_id=SURVEY.id, code="F1")
    made = EditingSession(SURVEY, {"fault": [fault]})
    made.apply(practice.ladik(SURVEY.id, fault.id))
    return made


def _site(made: EditingSession, code: str) -> TrenchSite:
    found = [s for s in made.records["trench_site"].values() if isinstance(s, TrenchSite) and s.code == code]
    return found[0]


def _copy(made: EditingSession, text: str) -> TrenchSite:
    site = TrenchSite(survey_id=SURVEY.id, code="COPY", geometry=Point(36, 41))
    made.records["trench_site"][site.id] = site
    made.apply(oxcal_sites.imported(made.records, site, text, "x.oxcal").edit)
    return site


def test_the_practice_trench_goes_out_and_comes_in_as_the_same_sequence() -> None:
    made = _session()
    text = oxcal_sites.exported(made.records, _site(made, "LADIK"))
    assert text.count("R_Date(") == 14
    assert 'Boundary("E0", AD(1943));' in text
    copy = _copy(made, text)
    before, after = (sequence_of(made.records, s.id) for s in (_site(made, "LADIK"), copy))
    assert before.entries == after.entries
    assert after.top is not None
    assert after.top["value"] == 1943
    assert oxcal_sites.exported(made.records, copy) == text.replace('"LADIK"', '"COPY"')
    events = [e for e in made.records["paleo_event"].values() if isinstance(e, PaleoEvent)]
    youngest = next(e for e in events if e.site_id == copy.id and e.known_year)
    assert (youngest.code, youngest.position) == ("E0", 1)


def test_calendar_dates_and_boundaries_within_come_in_and_are_said() -> None:
    made = _session()
    text = (
        'Sequence("s"){Boundary("a");R_Date("X",2000,30);Boundary("quake");C_Date("ash",400,20);'
        'Date("E1");R_Date("Y",1000,30);Boundary("b");};Span("x");'
    )
    site = TrenchSite(survey_id=SURVEY.id, code="NEW", geometry=Point(36, 41))
    made.records["trench_site"][site.id] = site
    found = oxcal_sites.imported(made.records, site, text)
    assert (found.boundaries, found.aside) == (("quake",), ("Span",))
    made.apply(found.edit)
    changes: list[Any] = ages.chronology(made.records, site)
    told = changes[0].after.results
    assert set(told["events"]) == {"quake", "E1"}
    assert abs(told["dates"]["ash"]["mean"] - 400) < 15


def test_a_site_with_units_takes_no_second_stratigraphy() -> None:
    made = _session()
    with pytest.raises(InputError) as caught:
        oxcal_sites.imported(made.records, _site(made, "LADIK"), 'Sequence(){R_Date("X",2000,30);};')
    assert caught.value.code == "oxcal.has_units"
