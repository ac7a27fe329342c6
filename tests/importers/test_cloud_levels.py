"""What the map reads of a cloud: all of its points and no others, at any window, growing and finished."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from faultgis.crs import transformer
from faultgis.errors import CancelledError, InputError
from faultgis.geometry.local import LocalFrame
from faultgis.progress import Progress, Step
from importers.clouds import levels, scratch
from importers.clouds.points import USUAL
from importers.clouds.reading import chunks
from importers.clouds.runs import SUFFIX, Places, Points, Run
from importers.clouds.sight import sight
from importers.clouds.windows import FOLDER, Windows, key_of, tidy

EVERYWHERE = (-1e12, -1e12, 1e12, 1e12)
REAL = (
    "terrain/bcts_1.laz",
    "terrain/points_rgb.laz",
    "formats/autzen_trim_7.las",
    "formats/simple_with_page.copc.laz",
    "formats/point-version-1-point-wise.laz",
    "formats/100-points.las",
)


@pytest.fixture
def lidar(shared: Path) -> Path:
    return shared / "data/lidar"


def records(points: Points) -> set[tuple[int, ...]]:
    assert points.classes is not None
    return set(map(tuple, np.column_stack([points.places, points.classes]).tolist()))


def read(path: Path) -> Points:
    found = list(chunks(path, fields=USUAL))
    places = [np.stack([c.raw_x, c.raw_y, c.raw_z], axis=1) for c in found]
    return Points(np.concatenate(places), np.concatenate([c.classification for c in found]))


@pytest.mark.parametrize("name", REAL)
def test_every_point_is_there_once(lidar: Path, tmp_path: Path, name: str) -> None:
    windows = Windows(lidar / name, tmp_path)
    about = windows.index(Progress())
    whole, found = read(lidar / name), windows.picture(EVERYWHERE, 10**9, classes=True)
    assert found is not None
    assert len(found) == about.count == len(whole)
    assert records(found) == records(whole)
    assert found.places.sum(axis=0).tolist() == whole.places.astype(np.int64).sum(axis=0).tolist()
    assert sum(about.classes.values()) == about.count


def test_a_picture_takes_the_same_share_of_each_tile(lidar: Path, tmp_path: Path) -> None:
    windows = Windows(lidar / "terrain/bcts_1.laz", tmp_path)
    about = windows.index(Progress())
    few = windows.picture(EVERYWHERE, 50_000)
    assert few is not None
    (run,) = windows.runs()
    tiles = len(run.offsets) - 1
    assert 50_000 <= len(few) <= 50_000 + tiles
    counts = np.bincount(run.about.tiling.tiles(few.places[:, 0], few.places[:, 1]), minlength=tiles)
    expected = np.diff(run.offsets) * 50_000 / about.count
    assert np.abs(counts - expected).max() <= 1


def test_the_first_of_a_tile_are_spread_over_it(lidar: Path, tmp_path: Path) -> None:
    windows = Windows(lidar / "terrain/bcts_1.laz", tmp_path)
    windows.index(Progress())
    few, whole = windows.picture(EVERYWHERE, 20_000), windows.picture(EVERYWHERE, 10**9)
    assert few is not None
    assert whole is not None
    for side in range(3):
        marks = np.percentile(whole.places[:, side], [10, 30, 50, 70, 90])
        share = [(few.places[:, side] < mark).mean() for mark in marks]
        assert share == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9], abs=0.02)


def test_a_window_has_all_its_points(lidar: Path, tmp_path: Path) -> None:
    path = lidar / "terrain/bcts_1.laz"
    windows = Windows(path, tmp_path)
    windows.index(Progress())
    whole = read(path)
    (west, south), (east, north) = np.percentile(whole.places[:, :2], [40, 55], axis=0)

    def inside(places: Places) -> NDArray[np.bool_]:
        x, y = places[:, 0], places[:, 1]
        found: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        return found

    found = windows.within((west, south, east, north), inside, 10**9, Progress())
    keep = inside(whole.places)
    assert found is not None
    assert whole.classes is not None
    assert records(found) == records(Points(whole.places[keep], whole.classes[keep]))


def test_the_glance_reaches_over_the_whole_cloud(lidar: Path, tmp_path: Path) -> None:
    seen: list[Run] = []

    def step(_step: Step) -> None:
        if not seen:
            seen.append(Run(tmp_path / f"{levels.GLANCE}{SUFFIX}"))

    path = lidar / "terrain/bcts_3.laz"
    about = levels.build(path, tmp_path, progress=Progress(step))
    glance = seen[0]
    assert not glance.about.whole
    assert glance.about.count <= about.count / 2
    few = glance.read([(0, glance.about.count)], classes=False, shades=False).places
    whole = read(path).places
    for side in range(2):
        reach = np.ptp(whole[:, side])
        assert np.ptp(few[:, side]) > 0.9 * reach
    assert records_of(few) <= records_of(whole)


def records_of(places: Places) -> set[tuple[int, ...]]:
    return set(map(tuple, places.tolist()))


def test_it_can_be_seen_while_it_grows_and_is_kept(lidar: Path, tmp_path: Path) -> None:
    windows = Windows(lidar / "terrain/bcts_2.laz", tmp_path)
    assert windows.picture(EVERYWHERE, 1000) is None
    grown: list[int] = []

    def step(_step: Step) -> None:
        found = windows.picture(EVERYWHERE, 10**9)
        grown.append(0 if found is None else len(found))

    about = windows.index(Progress(step))
    assert 0 < grown[0] < about.count
    again = Windows(lidar / "terrain/bcts_2.laz", tmp_path)
    steps: list[Step] = []
    assert again.index(Progress(steps.append)) == about
    assert steps == []


def test_a_cancel_leaves_nothing(lidar: Path, tmp_path: Path) -> None:
    windows = Windows(lidar / "terrain/bcts_3.laz", tmp_path)

    class Stopping(Progress):
        """Cancels itself at its first step."""

        def report(self, what: str, done: int = 0, total: int = 0) -> None:
            self.cancel()
            super().report(what, done, total)

    with pytest.raises(CancelledError):
        windows.index(Stopping())
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert windows.picture(EVERYWHERE, 1000) is None


def test_a_damaged_cloud_shows_what_is_left(lidar: Path, tmp_path: Path) -> None:
    whole = (lidar / "terrain/bcts_1.laz").read_bytes()
    cut = tmp_path / "cut.laz"
    cut.write_bytes(whole[: len(whole) // 2])
    about = Windows(cut, tmp_path).index(Progress())
    assert 100_000 < about.count < 531_662
    assert about.count + about.lost == 531_662
    flipped = bytearray(whole)
    at = len(whole) // 2
    flipped[at : at + 2000] = bytes(2000)
    (tmp_path / "hole.laz").write_bytes(flipped)
    about = Windows(tmp_path / "hole.laz", tmp_path).index(Progress())
    assert about.count + about.lost == 531_662
    assert about.count > 400_000


def test_no_points_a_missing_file_and_a_changed_one(lidar: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as none:
        sight(lidar / "hostile/no-points.las")
    assert none.value.code == "cloud.no_points"
    with pytest.raises(InputError) as missing:
        key_of(tmp_path / "away.laz")
    assert missing.value.code == "file.missing"
    copy = tmp_path / "copy.las"
    copy.write_bytes((lidar / "formats/100-points.las").read_bytes())
    before = key_of(copy)
    copy.write_bytes((lidar / "formats/simple1_1.las").read_bytes())
    assert key_of(copy) != before


def test_a_file_that_is_taken_away_stays_on_the_map(lidar: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.laz"
    copy.write_bytes((lidar / "terrain/points_rgb.laz").read_bytes())
    windows = Windows(copy, tmp_path)
    windows.index(Progress())
    copy.unlink()
    found = windows.picture(EVERYWHERE, 10**9, shades=True)
    assert found is not None
    assert found.shades is not None
    assert found.shades.shape == (50_591, 3)


def test_a_damaged_cache_is_made_again(lidar: Path, tmp_path: Path) -> None:
    path = lidar / "terrain/points_rgb.laz"
    about = Windows(path, tmp_path).index(Progress())
    (kept,) = (tmp_path / FOLDER).glob(f"*{SUFFIX}")
    kept.write_bytes(kept.read_bytes()[:-1000])
    with pytest.raises(InputError) as damaged:
        Run(kept)
    assert damaged.value.code == "cloud.cache_damaged"
    assert Windows(path, tmp_path).index(Progress()) == about


def test_caches_not_used_for_longest_go_first(tmp_path: Path) -> None:
    for age, name in enumerate("abc"):
        path = tmp_path / f"{name}{SUFFIX}"
        path.write_bytes(bytes(1000))
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert tidy(tmp_path, keep=tmp_path / f"c{SUFFIX}", most=2000) == 1
    assert sorted(p.stem for p in tmp_path.iterdir()) == ["a", "c"]


@pytest.mark.parametrize("name", ["terrain/bcts_1.laz", "bench/autzen_5m_pf6_ft.laz"])
def test_points_fall_on_their_pixels(lidar: Path, name: str) -> None:
    """The cubic against PROJ itself, all over the picture: within a hundredth of a pixel."""
    seen = sight(lidar / name)
    west, south, east, north = seen.bounds
    box = seen.box(seen.bounds)
    assert box is not None
    placing = seen.placing(box, seen.bounds, 2000, 2000)
    assert placing is not None
    chance = np.random.default_rng(1)
    x, y = chance.uniform(box[0], box[2], 5000), chance.uniform(box[1], box[3], 5000)
    lon, lat = seen.lonlat(x, y)
    column, row = (lon - west) / (east - west) * 2000, (north - lat) / (north - south) * 2000
    found = placing(x, y)
    assert np.abs(found[:, 0] - column).max() < 0.01
    assert np.abs(found[:, 1] - row).max() < 0.01
    assert placing.worst < 0.01


def test_declared_feet_become_metres(lidar: Path) -> None:
    seen = sight(lidar / "bench/autzen_5m_pf6_ft.laz")
    assert seen.declared.z_metres == 0.3048
    raw = np.array([1000])
    (scale, offset) = seen.info.scale[2], seen.info.offset[2]
    assert seen.heights(raw)[0] == pytest.approx((1000 * scale + offset) * 0.3048, abs=1e-9)
    x0, y0 = (value * 0.3048 for value in seen.info.bounds[:2])
    lon, lat = transformer(seen.declared.crs).transform(x0, y0)
    assert seen.bounds[0] <= lon <= seen.bounds[2]
    assert seen.bounds[1] <= lat <= seen.bounds[3]


def test_without_a_system_it_is_asked_for(lidar: Path) -> None:
    with pytest.raises(InputError) as asked:
        sight(lidar / "terrain/points_rgb.laz")
    assert asked.value.code == "cloud.crs_missing"
    with pytest.raises(InputError) as local:
        sight(lidar / "terrain/points_rgb.laz", "local")
    assert local.value.code == "cloud.local_unplaced"


def test_in_a_local_grid_metres_are_the_frames(lidar: Path) -> None:
    path = lidar / "terrain/points_rgb.laz"
    x0, y0, _, x1, y1, _ = sight(path, "EPSG:32611").info.bounds
    frame = LocalFrame.around((x0, y0, x1, y1))
    seen = sight(path, "local", frame=frame)
    assert seen.bounds == pytest.approx(frame.canvas_bounds((x0, y0, x1, y1)), abs=1e-12)
    box = seen.box(seen.bounds)
    assert box is not None
    raw = np.array([box[0] + 1, box[2] - 1]), np.array([box[1] + 1, box[3] - 1])
    scale, offset = seen.info.scale, seen.info.offset
    metres = frame.to_metres(np.stack(seen.lonlat(*raw), axis=1))
    assert metres[:, 0] == pytest.approx(raw[0] * scale[0] + offset[0], abs=1e-6)
    assert metres[:, 1] == pytest.approx(raw[1] * scale[1] + offset[1], abs=1e-6)
    assert (metres[0], metres[1]) == (pytest.approx([x0, y0], abs=0.02), pytest.approx([x1, y1], abs=0.02))


def test_pictures_from_many_threads(lidar: Path, tmp_path: Path) -> None:
    windows = Windows(lidar / "terrain/bcts_1.laz", tmp_path)
    windows.index(Progress())
    expected = windows.picture(EVERYWHERE, 30_000, classes=True)
    assert expected is not None

    def same(_number: int) -> bool:
        found = windows.picture(EVERYWHERE, 30_000, classes=True)
        return found is not None and np.array_equal(found.places, expected.places)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(same, range(40)))


def test_several_clouds_at_once_leave_each_other_alone(lidar: Path, tmp_path: Path) -> None:
    """Each has scratch files of its own, and sweeps only what nobody owns any more."""
    names = ("formats/100-points.las", "formats/simple1_1.las", "formats/plane.laz", "formats/1_4_w_evlr.las")
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda name: Windows(lidar / name, tmp_path).index(Progress()).count, names)
        assert list(found) == [100, 1065, 28185, 1000]


def test_threads_that_make_scratch_folders_keep_theirs(tmp_path: Path) -> None:
    def work(_number: int) -> int:
        kept = 0
        for _ in range(40):
            with scratch.folder(tmp_path) as place:
                (place / "kept").touch()
                kept += (place / "owner").exists() and (place / "kept").exists()
        return kept

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(work, range(6))) == [40] * 6
    assert list(tmp_path.iterdir()) == []
