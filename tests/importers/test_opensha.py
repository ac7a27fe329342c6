"""OpenSHA sections: what we write is read again, and sections with two edges are their upper one."""

import json
from pathlib import Path
from typing import Any

from shapely import MultiLineString

from faultgis.exports.hazard.opensha import sections, write
from faultgis.exports.hazard.sources import Settings, sources
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from importers import registry

SURVEY = Survey(code="T")


def test_our_sections_come_back(tmp_path: Path) -> None:
    deg: Any = {"unit": "deg"}
    fault = Fault(
        survey_id=SURVEY.id, code="F1", name_en="West Tianshan", kinematics="reverse",
        dip=Estimate(best=45, **deg), dip_direction=Estimate(best=280, **deg), rake=Estimate(best=80, **deg),
        upper_depth=Estimate(unit="km", best=1), lower_depth=Estimate(unit="km", best=18),
        net_slip_rate=Estimate(unit="mm/a", best=2.5, component="net"),
    )  # fmt: skip
    line = MultiLineString([[(104.0, 31.0), (104.02, 31.5), (104.0, 32.0)]])
    records: Any = {"fault": [fault], "trace": [Trace(survey_id=SURVEY.id, fault_id=fault.id, geometry=line)]}
    path = tmp_path / "a.geojson"
    write(sections(sources(records, Settings())), Settings(), path)
    (batch,) = registry.read(path, SURVEY)
    assert (batch.mapping, batch.rejected) == ("opensha", [])
    (back,) = [r for r in batch.records if isinstance(r, Fault)]
    for name in ("dip", "dip_direction", "rake", "upper_depth", "lower_depth", "net_slip_rate"):
        assert getattr(back, name).best == getattr(fault, name).best, name
    (trace,) = [r for r in batch.records if isinstance(r, Trace)]
    assert trace.geometry.equals(MultiLineString([[*line.geoms[0].coords][::-1]]))
    assert trace.hanging_wall == "right"


def test_a_section_with_two_edges_is_its_upper_one(tmp_path: Path) -> None:
    upper, lower = [[104, 31, 0.0], [104, 32, 0.0]], [[104.1, 31, 15.0], [104.1, 32, 15.0]]
    feature = {
        "type": "Feature",
        "properties": {
            "FaultID": 3,
            "FaultName": "A",
            "DipDeg": 50,
            "UpDepth": 0,
            "LowDepth": 15,
            "DipDir": "E",
        },
        "geometry": {"type": "MultiLineString", "coordinates": [lower, upper]},
    }
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    (batch,) = registry.read(path, SURVEY)
    (trace,) = [r for r in batch.records if isinstance(r, Trace)]
    assert [x for part in trace.geometry.geoms for x, *_ in part.coords] == [104, 104]
    assert "opensha.lower_edge" in {warning.code for warning in batch.warnings}
