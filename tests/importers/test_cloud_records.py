"""Clouds in a survey on a real PostGIS: what their records say, what comes twice, what is taken back."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import laspy
import pytest
import shapely

from db.work import Database
from faultgis.crs import area_m2, transformer
from faultgis.errors import DatabaseError, InputError, NotAllowedError
from faultgis.progress import Progress
from faultgis.records.files import PointCloud, Raster
from faultgis.records.survey import Survey
from faultgis.services.cloud_facts import CloudReport, Made
from faultgis.services.clouds import clouds_of, committed, import_clouds, rasters_of
from faultgis.services.importing import undo_import
from faultgis.store import Saved
from importers.clouds.order import Order
from importers.clouds.preflight import look
from importers.clouds.staging import Staged, Stager
from importers.clouds.unrecorded import Unrecorded
from importers.rasters.geotiff import open_raster
from importers.rasters.recording import file_of

TILES = tuple(f"terrain/bcts_{n}.laz" for n in (1, 2, 3, 4))


class Desk:
    """Somebody who takes clouds into a survey."""

    def __init__(self, database: Database, home: Path, data: Path) -> None:
        self.database, self.home, self.data = database, home, data
        self.survey = database.create_survey(Survey(code="s", name_zh="测区"))

    def take(self, *names: str, **options: Any) -> CloudReport:
        given = {name: options.pop(name) for name in ("accuracy_m", "local_grid") if name in options}
        return import_clouds(self.database, self.survey, self.stager(*names, **options), **given)

    def stager(self, *names: str, **options: Any) -> Stager:
        scratch = self.home / "scratch"
        return Stager(
            self.home, "here", Order(tuple(self.data / n for n in names), scratch, scratch, **options)
        )

    @property
    def clouds(self) -> list[PointCloud]:
        return clouds_of(self.records)

    @property
    def rasters(self) -> list[Raster]:
        return rasters_of(self.records)

    @property
    def records(self) -> Mapping[str, Any]:
        return self.database.load(self.survey.id, ("point_cloud", "raster", "local_grid"))

    @property
    def files(self) -> set[str]:
        """The files under their content's names."""
        folders = (self.home / "archive", self.home / "products")
        found = (path for folder in folders for path in folder.glob("[0-9a-f]*/*"))
        return {str(path.relative_to(self.home)) for path in found}


@pytest.fixture
def desk(database: Database, tmp_path: Path, shared: Path) -> Desk:
    return Desk(database, tmp_path / "home", shared / "data/lidar")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_four_tiles_are_four_records_with_their_terrain(desk: Desk) -> None:
    report = desk.take(*TILES, accuracy_m=0.15)
    assert (report.read, report.created, report.updated, report.unchanged) == (4, 4, 0, 0)
    clouds = desk.clouds
    assert tuple(clouds) == report.clouds
    assert [cloud.code for cloud in clouds] == ["bcts_1", "bcts_2", "bcts_3", "bcts_4"]
    assert sum(cloud.points for cloud in clouds) == report.facts["points"] == 2_834_350
    for cloud, name in zip(clouds, TILES, strict=True):
        source = desk.data / name
        assert cloud.sha256 == sha256(source) == sha256(desk.home / "archive" / cloud.path)
        assert (cloud.points, cloud.size_bytes) == (look(source).count, source.stat().st_size)
        assert (cloud.crs_found, cloud.crs_declared) == ("EPSG:3005 + EPSG:5713", "")
        assert cloud.vertical_datum == "EPSG:5713"
        assert cloud.accuracy is not None
        assert (cloud.accuracy.best, cloud.accuracy.unit) == (0.15, "m")
        assert cloud.source.batch_id == report.batch
    assert clouds[0].counts["classes"] == {"1": 482_933, "2": 48_729}
    assert (clouds[0].z_low_m, clouds[0].z_high_m) == (325.83, 358.28)
    kinds = {raster.kind for raster in desk.rasters}
    assert kinds == {"dtm", "dsm", "density", "sigma", "void", "hillshade"}
    for raster in desk.rasters:
        opened = open_raster(file_of(raster, desk.home / "products"))
        assert sha256(opened.path) == raster.sha256
        assert (opened.width, opened.height, opened.vertical) == (raster.columns, raster.rows, "EPSG:5713")
        assert raster.geometry is not None
        assert all(raster.geometry.buffer(4e-5).contains(c.geometry) for c in clouds if raster.kind == "dtm")
    (batch,) = desk.database.batches(desk.survey.id)
    assert (batch.id, batch.kind, batch.read, batch.created) == (report.batch, "clouds", 4, 4)
    assert desk.database.counts(desk.survey.id)["point_cloud"] == 4


def test_a_footprint_lies_where_its_points_do(desk: Desk) -> None:
    """Within the header's bounds and nearly filling them (the tiles are cut square); its area gives the
    density; neighbours do not overlap by more than the outline's tolerance."""
    desk.take(*TILES, products=("dtm",))
    way = transformer("EPSG:3005")
    for cloud, name in zip(desk.clouds, TILES, strict=True):
        x0, y0, _, x1, y1, _ = look(desk.data / name).bounds
        outline = cloud.lineage["outline"]
        reach = outline["cell_m"] + outline["tolerance_m"]
        assert cloud.geometry is not None
        assert cloud.geometry.is_valid
        around = shapely.segmentize(shapely.box(x0 - reach, y0 - reach, x1 + reach, y1 + reach), 50)
        assert way.geometry(around).contains(cloud.geometry)
        assert 0.9 < outline["area_m2"] / ((x1 - x0) * (y1 - y0)) < 1.1
        assert sum(area_m2(part) for part in cloud.geometry.geoms) == pytest.approx(
            outline["area_m2"], rel=0.02
        )
        assert cloud.density_m2 == pytest.approx(cloud.points / outline["area_m2"], rel=1e-3)
    first, second = (cloud.geometry for cloud in desk.clouds[:2])
    shared_area = shapely.intersection(first, second)
    assert sum(area_m2(p) for p in shapely.get_parts(shared_area) if p.geom_type == "Polygon") < 4 * 190


def test_the_same_again_changes_nothing_and_another_cell_makes_other_rasters(desk: Desk) -> None:
    first = desk.take(*TILES[:2])
    before, files = desk.records, desk.files
    again = desk.take(*reversed(TILES[:2]))
    assert (again.unchanged, again.batch, again.facts["points"]) == (2, None, first.facts["points"])
    assert (desk.records, desk.files) == (before, files)
    other = desk.take(*TILES[:2], resolution=2.0)
    assert (other.created, other.updated, other.unchanged) == (0, 0, 2)
    assert desk.clouds == clouds_of(before)
    assert len(desk.rasters) == 12
    assert {raster.cell_m for raster in other.rasters} == {2.0}
    assert len([name for name in desk.files if name.startswith("archive")]) == 2


def test_a_product_that_was_lost_is_made_again(desk: Desk) -> None:
    desk.take("isprs/samp21-utm.laz")
    dtm = next(raster for raster in desk.rasters if raster.kind == "dtm")
    file_of(dtm, desk.home / "products").unlink()
    report = desk.take("isprs/samp21-utm.laz")
    assert report.unchanged == 1
    found = next(raster for raster in desk.rasters if raster.kind == "dtm")
    assert found.id == dtm.id
    assert file_of(found, desk.home / "products").is_file()
    assert len(desk.rasters) == 6


def test_what_people_know_better_stays(desk: Desk) -> None:
    from dataclasses import replace

    from faultgis.changes import Change

    desk.take("isprs/samp21-utm.laz", vertical="EPSG:5737")
    (cloud,) = desk.clouds
    assert (cloud.vertical_datum, cloud.crs_declared) == ("EPSG:5737", "")
    desk.database.save([Change(cloud, replace(cloud, sensor="ALTM 1210", notes="ISPRS"))])
    report = desk.take("isprs/samp21-utm.laz", vertical="ellipsoidal", resolution=2.0)
    assert report.updated == 1
    (cloud,) = desk.clouds
    assert (cloud.sensor, cloud.notes, cloud.vertical_datum) == ("ALTM 1210", "ISPRS", "ellipsoidal")


def test_an_import_taken_back_takes_its_records_and_leaves_its_files(desk: Desk) -> None:
    from importers.clouds.loose import loose_files

    first = desk.take("isprs/samp21-utm.laz")
    second = desk.take("isprs/samp21-utm.laz", resolution=2.0)
    assert second.batch is not None
    undo_import(desk.database, second.batch)
    assert tuple(desk.clouds) == first.clouds
    assert set(desk.rasters) == set(first.rasters)
    originals, products = {c.path for c in desk.clouds}, {r.path for r in desk.rasters}
    loose = loose_files(desk.home, "here", originals, products)
    assert {path.name.partition("_")[0] for path, _ in loose} == {raster.sha256 for raster in second.rasters}
    before = desk.files
    loose_files(desk.home, "here", originals, products, remove=True)
    assert len(before - desk.files) == 6
    assert loose_files(desk.home, "here", originals, products) == []


def test_files_of_another_database_are_not_taken_away(desk: Desk) -> None:
    from importers.clouds.loose import loose_files

    desk.take("isprs/samp21-utm.laz")
    assert len(loose_files(desk.home, "another", (), ())) == 7
    with pytest.raises(InputError, match=r"cloud\.tidy_several"):
        loose_files(desk.home, "another", (), (), remove=True)
    assert len(desk.files) == 7


def test_feet_become_metres(desk: Desk) -> None:
    report = desk.take("formats/autzen_trim.laz", products=("dtm",))
    (cloud,) = report.clouds
    info = look(desk.data / "formats/autzen_trim.laz")
    assert info.units in ("foot", "us_foot")
    assert cloud.units == info.units
    assert cloud.z_high_m == pytest.approx(info.bounds[5] * 0.3048, abs=0.01)
    wide = (info.bounds[3] - info.bounds[0]) * (info.bounds[4] - info.bounds[1]) * 0.3048**2
    assert 0.5 < cloud.lineage["outline"]["area_m2"] / wide < 1.1


def test_a_cloud_without_a_system_lives_in_a_local_grid(desk: Desk) -> None:
    report = desk.take(
        "formats/simple.laz", crs="local", local_grid="quarry", products=("dtm",), resolution=10.0
    )
    (grid,) = desk.records["local_grid"]
    (cloud,), (raster,) = report.clouds, report.rasters
    assert grid.code == "quarry"
    assert cloud.local_grid_id == raster.local_grid_id == grid.id
    assert (cloud.geometry, raster.geometry, raster.crs) == (None, None, "")
    assert cloud.density_m2 is not None
    desk.take("formats/simple.laz", crs="local", local_grid="quarry", products=("dtm",), resolution=20.0)
    assert len(desk.records["local_grid"]) == 1


def test_what_was_lost_to_damage_is_kept_with_the_cloud(desk: Desk, tmp_path: Path) -> None:
    cut = tmp_path / "cut.laz"
    cut.write_bytes((desk.data / "terrain/Megaplot.laz").read_bytes()[:200_000])
    with pytest.raises(InputError, match=r"cloud\.damaged"):
        desk.take(str(cut))
    assert (desk.files, desk.clouds, desk.database.batches(desk.survey.id)) == (set(), [], [])
    report = desk.take(str(cut), salvage=True, products=("dtm",))
    (cloud,) = report.clouds
    assert cloud.quality["lost"] == 81_590 - cloud.points
    assert cloud.counts["in_header"] == 81_590
    assert "cloud.chunk_table_missing" in cloud.quality["flags"]


def test_one_file_is_not_counted_twice(desk: Desk, tmp_path: Path) -> None:
    twin = tmp_path / "twin.laz"
    twin.write_bytes((desk.data / "isprs/samp21-utm.laz").read_bytes())
    with pytest.raises(InputError, match=r"cloud\.same_file"):
        desk.take("isprs/samp21-utm.laz", str(twin))
    assert desk.files == set()


def test_two_people_who_take_in_the_same_file_at_once_make_one_record(desk: Desk) -> None:
    class Slower(Staged):
        def make(self) -> Made:
            desk.take("isprs/samp21-utm.laz")
            return super().make()

    @contextmanager
    def staging(survey: UUID, progress: Progress) -> Iterator[Staged]:
        with desk.stager("isprs/samp21-utm.laz")(survey, progress) as staged:
            staged.__class__ = Slower
            yield staged

    report = import_clouds(desk.database, desk.survey, staging)
    assert report.unchanged == 1
    assert len(desk.clouds) == 1
    assert len(desk.rasters) == 6
    assert all(file_of(raster, desk.home / "products").is_file() for raster in desk.rasters)


def test_a_program_is_no_sensor(desk: Desk) -> None:
    """LAStools puts its own name where the sensor belongs; a maker of scanners means it."""
    for name in ("formats/fullwave.laz", "formats/test_utm17.las"):
        desk.take(name, products=("dtm",), resolution=10.0)
    assert {cloud.code: cloud.sensor for cloud in desk.clouds} == {"fullwave": "YellowScan", "test_utm17": ""}


def test_the_days_are_those_that_the_file_can_know(desk: Desk) -> None:
    """``test1_4.las`` has times that count from a fixed day, and was written on another; the times of
    ``autzen_trim.laz`` count from the start of a week."""
    times = laspy.read(desk.data / "formats/test1_4.las").gps_time
    day = (datetime(1980, 1, 6) + timedelta(seconds=float(times.min()) + 1e9)).date()
    (cloud,) = desk.take("formats/test1_4.las", products=("dtm",)).clouds
    assert (cloud.acquired_on, cloud.acquired_until) == (day, date(2014, 12, 10))
    assert cloud.quality["acquired_from"] == "first_points"
    (cloud,) = desk.take("formats/autzen_trim.laz", products=("dtm",)).clouds
    written = look(desk.data / "formats/autzen_trim.laz").date
    assert (cloud.acquired_on, cloud.acquired_until) == (None, written)


@pytest.mark.parametrize("written", [True, False])
def test_where_the_answer_was_lost_the_next_start_finds_out(desk: Desk, written: bool) -> None:
    """The connection breaks in the moment of the commit: nobody here knows whether it came through."""

    class Breaking(Database):
        def save_batch(self, *given: Any) -> Saved:
            if written:
                super().save_batch(*given)
            raise DatabaseError("database.unreachable")

    broken = Breaking(desk.database.engine)
    with pytest.raises(DatabaseError):
        import_clouds(broken, desk.survey, desk.stager("isprs/samp21-utm.laz"))
    assert len(desk.files) == 7
    unrecorded = Unrecorded(desk.home)
    assert unrecorded.settle("here", lambda survey, batch: committed(desk.database, survey, batch)) == (
        0 if written else 7
    )
    assert unrecorded.notes() == []
    assert (len(desk.files), len(desk.clouds)) == ((7, 1) if written else (0, 0))


def test_who_may_not_write_leaves_nothing(desk: Desk) -> None:
    class Reader(Database):
        def save_batch(self, *given: Any) -> Saved:
            raise NotAllowedError("database.not_allowed")

    with pytest.raises(NotAllowedError):
        import_clouds(Reader(desk.database.engine), desk.survey, desk.stager("isprs/samp21-utm.laz"))
    assert desk.files == set()
    assert Unrecorded(desk.home).notes() == []
