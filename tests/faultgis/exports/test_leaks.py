"""A package below its survey's level, byte by byte: nothing that is withheld stands in any of its files."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from faultgis.exports.national_package import write_package
from faultgis.exports.national_secrecy import load_secrecy, redacted
from faultgis.exports.national_since import full
from faultgis.national.mapping import Settings, package_of
from faultgis.national.reading import by_kind
from faultgis.national.rows import Note, Row
from faultgis.records.delivery import Waiver
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.provenance import Source
from faultgis.records.site import BuriedPoint, Media, ObservationPoint
from faultgis.records.trench import TrenchSite
from faultgis.services.data_versions import State
from faultgis.services.delivering_waivers import quality_told, waivers_of
from tests.faultgis.exports.packages import circumstances, package, row
from tests.faultgis.national.secret_survey import OWN, SECRET, SURVEY, secret, survey

PLACE = 105.123456789
ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
GONE = (Segment, BuriedPoint, TrenchSite)


def _records() -> list[Any]:
    """Some secret, one with a place to be rounded and columns of its own, and pictures that tell on it."""
    made = [secret(each) if isinstance(each, GONE) else each for each in survey()]
    at = next(n for n, each in enumerate(made) if isinstance(each, ObservationPoint))
    cells = (("ID", "640400101PPPPPPPP"), ("Lon", repr(PLACE)), ("X坐标", repr(PLACE)))
    source = Source(key="GeologicalSvyPoint:640400101PPPPPPPP", attributes=cells)
    made[at] = replace(
        made[at], geometry=type(made[at].geometry)(PLACE, 36.0), source=source, observer=SECRET
    )
    names = ("a.jpg", "b.tif", "c.heic", "d.webp", "e.tif")
    return made + [Media(path=name, owner_id=made[at].id, **OWN) for name in names]


def _pictures(folder: Path) -> None:
    picture = Image.fromarray(np.arange(96, dtype=np.uint8).reshape(4, 8, 3))
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = SECRET
    for name in ("a.jpg", "b.tif", "d.webp"):
        picture.save(folder / name, exif=exif)
    (folder / "c.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + SECRET.encode())
    placed = Image.Exif()
    placed[33922] = (0.0, 0.0, 0.0, PLACE, 36.0, 0.0)
    picture.save(folder / "e.tif", tiffinfo=placed)


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as book:
                    yield from ((f"{path.name}/{name}", book.read(name)) for name in book.namelist())


def test_no_file_holds_what_is_withheld(tmp_path: Path) -> None:
    _pictures(tmp_path)
    rule = load_secrecy().of(0, SURVEY.secrecy)
    chosen = Settings(level=0, decimals=rule.decimals, restricted=rule.restricted)
    made = redacted(package_of(SURVEY, by_kind(_records()), settings=chosen), rule)
    folder = tmp_path / "out"
    folder.mkdir()
    done = write_package(folder, full(made), circumstances(tmp_path))
    marks = [SECRET.encode(encoding) for encoding in ENCODINGS]
    marks += [repr(PLACE)[:9].encode(encoding) for encoding in ENCODINGS]
    marks += [struct.pack(order, PLACE) for order in ("<d", ">d")]
    for name, content in _contents(folder):
        assert not [mark for mark in marks if mark in content], name
    assert {path.suffix for path in (folder / "attachments").rglob("*.*")} == {".jpg", ".tif", ".webp"}
    told = {note.code for note in done.redactions}
    assert told >= {"national.withheld", "national.value_withheld", "national.coarsened"}
    assert {note.params["path"] for note in done.redactions if "path" in note.params} == {"c.heic", "e.tif"}


def test_pictures_keep_what_they_show(tmp_path: Path) -> None:
    _pictures(tmp_path)
    rows = {"Fault": (row("Fault", "640500101#######1"),)}
    assert package(rows).survey.secrecy == 0
    made = package_of(replace(SURVEY, secrecy=0), by_kind(_records()))
    (tmp_path / "out").mkdir()
    done = write_package(tmp_path / "out", full(made), circumstances(tmp_path, formats=("gpkg",)))
    files = {p.suffix: p for p in (tmp_path / "out" / "attachments").rglob("FaultSvyPoint/**/*.*")}
    for name in ("b.tif", "d.webp"):
        before = np.asarray(Image.open(tmp_path / name))
        after = [
            np.asarray(Image.open(io.BytesIO(path.read_bytes())))
            for path in (tmp_path / "out" / "attachments").rglob(f"*{name[1:]}")
        ]
        assert any(np.array_equal(before, each) for each in after), name
    assert files[".heic"].read_bytes() == (tmp_path / "c.heic").read_bytes()
    unchecked = {n.params["path"] for n in done.losses if n.code == "delivery.attachment_unchecked"}
    assert unchecked == {"c.heic", "e.tif"}


def _waivers(records: list[Any], *waivers: Waiver) -> State:
    return State(SURVEY, by_kind(records), 1, None, {"waiver": waivers})


def _waiver(row_code: str = "", **more: Any) -> Waiver:
    told: dict[str, Any] = {"rule": "QC", "reason": "查过", "message": f"“{row_code}”", **OWN, **more}
    return Waiver(finding=f"{more.get('class_name', '')}{row_code}", row_code=row_code, **told)


def test_waivers_of_rows_that_stay_stay_too() -> None:
    known = _waivers([], *(_waiver(code, class_name="Fault") for code in ("open", "secret")))
    kept = Row("Fault", {"ID": "open"})
    withheld = Note("national.withheld", "Fault", "secret", "", {"level": 2})
    whole, untold = waivers_of(known, package({"Fault": (kept,)}), 2)
    assert ([each["message"] for each in whole], untold) == (["“open”", "“secret”"], 0)
    some, untold = waivers_of(known, package({"Fault": (kept,)}, notes=(withheld,)), 2)
    assert ([(each["row_code"], each["message"]) for each in some], untold) == ([("open", "")], 1)
    lowered, _ = waivers_of(known, package({"Fault": (kept,)}), 1)
    assert {each["message"] for each in lowered} == {""}


def test_waivers_of_records_that_stay_stay_too() -> None:
    """Records without a row (rates, segments, events) are answered for as well, and may be secret alone."""
    zone = FaultZone(code="Z", **OWN)
    faults = [
        Fault(code="open", zone_id=zone.id, **OWN),
        Fault(code="secret", zone_id=zone.id, secrecy=2, **OWN),
    ]
    hanging = Segment(code="S1", fault_id=faults[1].id, **OWN)
    of = [_waiver(code) for code in ("open", "secret", hanging.code)]
    known = _waivers([zone, *faults, hanging], *of, _waiver(SURVEY.code), _waiver("gone"), _waiver())
    everything, untold = waivers_of(known, package({}), 2)
    assert (len(everything), untold) == (6, 0)
    assert all(each["message"] for each in everything)
    some, untold = waivers_of(known, package({}), 1)
    assert ({each["row_code"] for each in some}, untold) == ({"open", SURVEY.code, ""}, 3)
    assert not any(each["message"] or each["finding"] for each in some)


def test_lapsed_waivers_are_named_where_they_travel_along() -> None:
    known = _waivers([], _waiver("open", class_name="Fault"))
    quality = {"counts": {"error": 0}, "waivers_lapsed": ["Faultopen", "Faultsecret"]}
    whole, _ = waivers_of(known, package({}), 2)
    assert quality_told(quality, whole) == {"counts": {"error": 0}, "waivers_lapsed": ["Faultopen"]}
    lowered, _ = waivers_of(known, package({}), 1)
    assert quality_told(quality, lowered) == {"counts": {"error": 0}}


def test_a_waiver_above_the_level_stays() -> None:
    known = replace(_waivers([], _waiver("open", secrecy=2), _waiver()), survey=replace(SURVEY, secrecy=0))
    given, untold = waivers_of(known, package({}), 0)
    assert ([each["row_code"] for each in given], untold) == ([""], 1)
