"""Points come as another decoder gives them; of damaged files the intact ones come, the loss is counted."""

from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.clouds.points import FIELDS
from importers.clouds.preflight import look
from importers.clouds.reading import Chunk, Tally, chunks

FORMATS = "data/lidar/formats"
PLAIN = {
    "raw_x": "X",
    "raw_y": "Y",
    "raw_z": "Z",
    "intensity": "intensity",
    "classification": "classification",
    "return_number": "return_number",
    "number_of_returns": "number_of_returns",
    "user_data": "user_data",
    "point_source_id": "point_source_id",
    "withheld": "withheld",
}


def everything(path: Path, **named: Any) -> tuple[dict[str, np.ndarray[Any, Any]], Tally]:
    """All columns of all chunks, joined."""
    tally = Tally()
    parts: list[Chunk] = list(chunks(path, fields=FIELDS, tally=tally, **named))
    names = (*PLAIN, "rgb", "gps_time", "records")
    columns = {}
    for name in names:
        found = [getattr(part, name) for part in parts]
        if found and found[0] is not None:
            columns[name] = np.concatenate(found)
    return columns, tally


def by_laspy(path: Path) -> Any:
    backend = laspy.LazBackend.Laszip if path.suffix == ".laz" else None
    return laspy.read(path, laz_backend=backend)


def clouds(shared: Path) -> list[Path]:
    files = sorted((shared / FORMATS).glob("*.la[sz]"))
    assert len(files) > 30
    return files


def test_every_column_is_what_laspy_reads(shared: Path) -> None:
    for path in clouds(shared):
        ours, tally = everything(path, size=7000)
        theirs = by_laspy(path)
        assert (tally.read, tally.lost, tally.far) == (len(theirs), 0, 0), path.name
        for name, dimension in PLAIN.items():
            expected = np.asarray(theirs[dimension])
            assert np.array_equal(ours[name], expected), (path.name, name)
        if "red" in theirs.point_format.dimension_names:
            expected = np.column_stack([theirs.red, theirs.green, theirs.blue])
            assert np.array_equal(ours["rgb"], expected), path.name
        if "gps_time" in theirs.point_format.dimension_names:
            assert np.array_equal(ours["gps_time"], theirs.gps_time, equal_nan=True), path.name
        assert ours["records"].tobytes() == theirs.points.array.tobytes(), path.name


def test_coordinates_are_scaled_and_shifted(shared: Path) -> None:
    path = shared / "data/lidar/terrain/Megaplot.laz"
    theirs = laspy.read(path)
    parts = list(chunks(path, size=20_000))
    assert [part.start for part in parts] == [0, 50_000]
    for axis in "xyz":
        ours = np.concatenate([getattr(part, axis) for part in parts])
        assert np.array_equal(ours, np.asarray(getattr(theirs, axis)))


def test_formats_that_no_file_here_has(tmp_path: Path) -> None:
    """Point formats 5 and 9 carry waveforms; their columns stand where the specification says."""
    random = np.random.default_rng(7)
    for point_format in (5, 9):
        header = laspy.LasHeader(point_format=point_format, version="1.4")
        header.scales, header.offsets = np.full(3, 0.01), np.array([500_000.0, 4_000_000.0, 1000.0])
        made = laspy.LasData(header)
        made.X, made.Y, made.Z = random.integers(-1000, 1000, (3, 50), dtype=np.int32)
        made.classification = random.integers(0, 19, 50)
        made.gps_time = random.random(50)
        path = tmp_path / f"waves{point_format}.las"
        made.write(path)
        ours, _ = everything(path)
        assert np.array_equal(ours["classification"], np.asarray(made.classification))
        assert np.array_equal(ours["gps_time"], made.gps_time)
        assert np.array_equal(ours["raw_z"], made.Z)
        assert look(path).point_format == point_format


@pytest.mark.parametrize("share", [0.05, 0.31, 0.5, 0.77, 0.999])
def test_a_cut_laz_gives_what_stands_before_the_cut(shared: Path, tmp_path: Path, share: float) -> None:
    for name in (
        "terrain/Megaplot.laz",
        "bench/autzen_5m_pf6_ft.laz",
        "formats/point-version-1-point-wise.laz",
    ):
        whole = (shared / "data/lidar" / name).read_bytes()
        full = look(shared / "data/lidar" / name)
        if full.count > 1_000_000 and share > 0.1:
            continue
        cut = tmp_path / "cut.laz"
        cut.write_bytes(whole[: full.points_at + int((len(whole) - full.points_at) * share)])
        tally = Tally()
        parts = list(chunks(cut, salvage=True, tally=tally))
        read = sum(len(part) for part in parts)
        assert read + tally.lost == full.count
        assert read == tally.read
        assert 0.5 * share * full.count - 250 < read <= (share + 0.15) * full.count
        original = np.concatenate([c.raw_z for c in _first(shared / "data/lidar" / name, read)])[:read]
        assert np.array_equal(np.concatenate([c.raw_z for c in parts]), original)


def _first(path: Path, points: int) -> list[Chunk]:
    found: list[Chunk] = []
    for chunk in chunks(path):
        found.append(chunk)
        if sum(map(len, found)) >= points:
            break
    return found


def test_a_cut_las_gives_its_whole_records(shared: Path, tmp_path: Path) -> None:
    source = shared / FORMATS / "autzen_trim_7.las"
    full = look(source)
    cut = tmp_path / "cut.las"
    cut.write_bytes(source.read_bytes()[: full.points_at + 1000 * full.record_length + 17])
    seen = look(cut)
    assert (seen.count, seen.readable) == (110_000, 1000)
    assert [p.params for p in seen.problems if p.code == "cloud.truncated"] == [
        {"count": 110_000, "readable": 1000, "lost": 109_000}
    ]
    tally = Tally()
    (part,) = chunks(cut, salvage=True, tally=tally)
    assert (len(part), tally.read, tally.lost) == (1000, 1000, 109_000)


def test_without_salvage_the_error_says_how_many_could_be_read(shared: Path, tmp_path: Path) -> None:
    source = shared / "data/lidar/terrain/Megaplot.laz"
    cut = tmp_path / "cut.laz"
    cut.write_bytes(source.read_bytes()[:200_000])
    with pytest.raises(InputError) as caught:
        list(chunks(cut))
    error = caught.value
    assert error.code == "cloud.damaged"
    assert error.params["read"] + error.params["lost"] == error.params["count"] == 81_590
    tally = Tally()
    list(chunks(cut, salvage=True, tally=tally))
    assert tally.read == error.params["read"] > 40_000


def test_one_spoiled_chunk_does_not_take_the_others(shared: Path, tmp_path: Path) -> None:
    """Layers have their lengths before them: overwritten lengths make just that chunk undecodable."""
    source = shared / "data/lidar/bench/autzen_5m_pf6_ft.laz"
    few = tmp_path / "few.laz"
    with laspy.open(source) as reader:
        points = reader.read_points(400_000)
        with laspy.open(few, "w", header=reader.header) as writer:
            writer.write_points(points)
    import lazrs

    info = look(few)
    assert info.laszip is not None
    with few.open("rb") as file:
        file.seek(info.points_at)
        table = lazrs.read_chunk_table(file, lazrs.LazVlr(info.laszip.body))
    raw = bytearray(few.read_bytes())
    at = info.points_at + 8 + table[0][1] + table[1][1]
    raw[at + 30 : at + 70] = b"\xff" * 40
    few.write_bytes(raw)
    tally = Tally()
    parts = list(chunks(few, salvage=True, tally=tally))
    assert (tally.read, tally.lost) == (350_000, 50_000)
    assert tally.reasons
    heights = np.asarray(points.Z)
    expected = np.concatenate([heights[:100_000], heights[150_000:]])
    assert np.array_equal(np.concatenate([part.raw_z for part in parts]), expected)


def test_points_thrown_far_away_count_as_damage(shared: Path, tmp_path: Path) -> None:
    source = shared / FORMATS / "4_6_crop.las"
    info = look(source)
    raw = bytearray(source.read_bytes())
    at = info.points_at + 5 * info.record_length
    raw[at : at + 4] = (2**31 - 1).to_bytes(4, "little")
    spoiled = tmp_path / "spoiled.las"
    spoiled.write_bytes(raw)
    tally = Tally()
    (part,) = chunks(spoiled, salvage=True, tally=tally)
    assert (len(part), tally.far, tally.lost) == (info.count - 1, 1, 0)
    with pytest.raises(InputError, match=r"cloud\.damaged"):
        list(chunks(spoiled))


def test_a_header_with_wrong_bounds_does_not_cost_points(shared: Path, tmp_path: Path) -> None:
    """Some writers leave the bounds at zero."""
    source = shared / FORMATS / "4_6_crop.las"
    raw = bytearray(source.read_bytes())
    raw[179:227] = bytes(48)
    file = tmp_path / "zero.las"
    file.write_bytes(raw)
    tally = Tally()
    (part,) = chunks(file, tally=tally)
    assert (len(part), tally.far, tally.wrong_bounds) == (23_875, 0, True)


def test_progress_counts_points_and_stops_the_work(shared: Path) -> None:
    seen = []
    progress = Progress(lambda step: seen.append((step.what, step.done, step.total)))
    reading = chunks(shared / "data/lidar/terrain/Megaplot.laz", size=50_000, progress=progress)
    next(reading)
    assert seen == [("cloud.reading", 50_000, 81_590)]
    progress.cancel()
    from faultgis.errors import CancelledError

    with pytest.raises(CancelledError):
        next(reading)


def test_a_decoder_that_panics_is_replaced_by_the_next(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """lazrs' panics are no ``Exception``; LASzip's own library then reads the same points."""
    from importers.clouds import laz

    class PanicError(BaseException):
        pass

    def panic(*_: Any) -> None:
        raise PanicError("called `Option::unwrap()` on a `None` value")

    for name in ("terrain/Megaplot.laz", "formats/1.2-with-color.copc.laz", "formats/fullwave.laz"):
        path = shared / "data/lidar" / name
        before, _ = everything(path)
        with monkeypatch.context() as patch:
            patch.setattr(laz, "decoded", panic)
            after, tally = everything(path)
        assert (tally.backend, tally.lost) == ("laszip", 0)
        assert tally.reasons == ["called `Option::unwrap()` on a `None` value"]
        assert np.array_equal(before["records"], after["records"])


def test_only_the_layers_asked_for_are_decoded_and_they_are_right(shared: Path) -> None:
    for name in ("formats/1.2-with-color.copc.laz", "formats/fullwave.laz"):
        path = shared / "data/lidar" / name
        all_columns, _ = everything(path)
        for field in ("classification", "intensity", "rgb", "gps_time", "withheld", "return_number"):
            if field in all_columns:
                (part,) = chunks(path, fields=(field,))
                assert np.array_equal(getattr(part, field), all_columns[field]), (name, field)
                assert np.array_equal(part.raw_z, all_columns["raw_z"])
