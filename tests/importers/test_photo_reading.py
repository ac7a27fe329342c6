"""Folders of photographs as records: every file counted, undone as a unit, known again by its content."""

import os
import shutil
from pathlib import Path

import pytest

from db.work import Database
from faultgis.errors import InputError
from faultgis.records.site import Media
from faultgis.records.survey import Survey
from faultgis.services.importing import import_file, undo_import
from importers import registry
from importers.photos.listing import is_photos
from importers.photos.reading import read_photos
from tests.importers.photo_files import exif, jpeg

KEPT = "IMG_0446.jpg"


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    """A flight's folder as it comes from the field: photographs, a copy, one without a fix, other files."""
    made = tmp_path / "飞行 1"
    (made / "第二架次").mkdir(parents=True)
    flight = shared / "data/field/uav_seneca"
    shutil.copy(flight / KEPT, made)
    shutil.copy(flight / "IMG_0447.jpg", made / "第二架次")
    shutil.copy(flight / KEPT, made / "第二架次" / "copy of it.JPG")
    nikon = shared / "data/field/photos_exif/DSCN0010.jpg"
    (made / "indoors.jpg").write_bytes(jpeg(nikon, exif({})))
    (made / "cut.jpg").write_bytes((flight / "IMG_0448.jpg").read_bytes()[:200_000])
    (made / "empty.jpg").touch()
    (made / "phone.heic").write_bytes(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic")
    (made / "notes.txt").write_text("wind 3 m/s")
    (made / ".thumbs").mkdir()
    shutil.copy(nikon, made / ".thumbs")
    return made


@pytest.fixture
def survey(database: Database) -> Survey:
    return database.create_survey(Survey(code="uav"))


def photos(database: Database, survey: Survey) -> dict[str, Media]:
    found = database.load(survey.id, ["media"])["media"]
    return {Path(m.path).name: m for m in found if isinstance(m, Media)}


def test_every_file_is_a_record_or_has_a_reason(folder: Path) -> None:
    batch = read_photos(folder, Survey(code="T"))
    assert batch.read == len(batch.records) + len(batch.rejected) == 7
    assert {r.params["file"]: r.code for r in batch.rejected} == {
        "indoors.jpg": "photo.no_position",
        "empty.jpg": "photo.empty",
        "phone.heic": "photo.other_format",
        "第二架次/copy of it.JPG": "photo.duplicate",
    }
    assert [r.row for r in batch.rejected] == sorted(r.row for r in batch.rejected)
    assert {w.code for w in batch.warnings} == {"photo.cut_short", "photo.passed_over"}


def test_found_to_be_photographs_by_looking_inside(folder: Path, shared: Path, tmp_path: Path) -> None:
    (folder / "bands.tif").write_bytes(b"II*\x00")
    assert is_photos(folder)
    (folder / "bands.tif").unlink()
    assert not is_photos(shared / "data/lidar")
    renamed = tmp_path / "DSCN0010.dat"
    shutil.copy(shared / "data/field/photos_exif/DSCN0010.jpg", renamed)
    info = registry.inspect(renamed)
    assert (info.reader, info.layers[0].features, info.layers[0].geometry) == ("JPEG + EXIF/XMP", 1, "Point")
    assert info.layers[0].extent == pytest.approx((11.8851267, 43.4674483, 11.8851267, 43.4674483))
    told = registry.inspect(folder)
    assert (told.layers[0].features, told.layers[0].crs) == (7, "EPSG:4326")
    assert told.layers[0].crs_evidence.params == {"placed": 4, "count": 7}


def test_an_orthophoto_with_its_world_file_is_no_photograph(shared: Path, tmp_path: Path) -> None:
    shutil.copy(shared / "data/field/photos_exif/DSCN0010.jpg", tmp_path / "ortho.jpg")
    assert is_photos(tmp_path / "ortho.jpg")
    (tmp_path / "ortho.jgw").write_text("0.1\n0\n0\n-0.1\n500000\n4000000\n")
    assert not is_photos(tmp_path / "ortho.jpg")


def test_in_and_back_out_as_a_unit(database: Database, survey: Survey, folder: Path) -> None:
    dry = import_file(database, registry.read, folder, survey, dry_run=True)
    assert (dry.kind, dry.read, dry.created, len(dry.rejected), dry.batch) == ("photos", 7, 3, 4, None)
    assert photos(database, survey) == {}
    report = import_file(database, registry.read, folder, survey)
    assert report.read == report.created + report.updated + report.unchanged + len(report.rejected) == 7
    kept = photos(database, survey)
    assert set(kept) == {KEPT, "IMG_0447.jpg", "cut.jpg"}
    photo = kept[KEPT]
    assert photo.kind == "uav_photo"
    assert photo.geometry is not None
    assert (photo.geometry.x, photo.geometry.y) == pytest.approx((-83.3057253, 41.0346708), abs=1e-8)
    assert photo.elevation_m == pytest.approx(281.6919861, abs=1e-6)
    assert (photo.vertical_datum, photo.width_px, photo.height_px) == ("ellipsoidal", 3240, 2430)
    assert photo.azimuth == pytest.approx(70.0620575)
    assert Path(photo.path) == folder / KEPT
    assert report.batch is not None
    assert {r.code for r in database.rejected(report.batch)} == {r.code for r in report.rejected}
    undo_import(database, report.batch)
    assert photos(database, survey) == {}


def test_the_same_pictures_again_and_elsewhere(database: Database, survey: Survey, folder: Path) -> None:
    first = import_file(database, registry.read, folder, survey)
    again = import_file(database, registry.read, folder, survey)
    assert (first.created, again.unchanged, again.created, again.batch) == (3, 3, 0, None)
    moved = folder.parent / "archive of flights"
    folder.rename(moved)
    found = import_file(database, registry.read, moved, survey)
    assert (found.created, found.updated, found.unchanged) == (0, 3, 0)
    assert {Path(m.path).is_file() for m in photos(database, survey).values()} == {True}


def test_what_the_user_wrote_stays_at_the_next_import(
    database: Database, survey: Survey, folder: Path
) -> None:
    from dataclasses import replace

    from faultgis.changes import Change

    import_file(database, registry.read, folder, survey)
    old = photos(database, survey)[KEPT]
    database.save([Change(old, replace(old, caption="陡坎", azimuth=90.0))])
    moved = folder.rename(folder.parent / "moved")
    import_file(database, registry.read, moved, survey)
    new = photos(database, survey)[KEPT]
    assert (new.caption, new.azimuth, Path(new.path)) == ("陡坎", 90.0, moved / KEPT)


def test_names_in_another_encoding_are_said(database: Database, survey: Survey, folder: Path) -> None:
    """Such names come out of archives made elsewhere; the database could not hold them."""
    strange = os.fsencode(folder) + b"/\xd5\xd5\xc6\xac.jpg"
    Path(os.fsdecode(strange)).write_bytes((folder / KEPT).read_bytes())
    (folder / KEPT).unlink()
    (folder / "第二架次/copy of it.JPG").unlink()
    report = import_file(database, registry.read, folder, survey)
    (refused,) = [r for r in report.rejected if r.code == "photo.name_unreadable"]
    assert refused.params["file"] == "??Ƭ.jpg"
    assert report.batch is not None
    assert len(database.rejected(report.batch)) == len(report.rejected)


def test_a_coordinate_system_named_for_photographs_is_said_to_be_idle(folder: Path) -> None:
    (batch,) = registry.read(folder, Survey(code="T"), kind="photos", crs="EPSG:4490")
    assert [w.params for w in batch.warnings if w.code == "photo.crs_ignored"] == [{"crs": "EPSG:4490"}]


def test_just_these_files(folder: Path) -> None:
    files = [folder / KEPT, folder / "indoors.jpg"]
    reader = registry.these(files)
    (batch,) = reader(folder, Survey(code="T"), kind="photos")
    assert (batch.read, len(batch.records), len(batch.rejected)) == (2, 1, 1)


def test_a_folder_without_photographs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    with pytest.raises(InputError, match=r"photo\.none"):
        registry.read(tmp_path, Survey(code="T"), kind="photos")
