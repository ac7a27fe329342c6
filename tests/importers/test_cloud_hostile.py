"""Files cut and spoiled anywhere: a named reason or a salvage; never a crash, a hang or another error."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from faultgis.errors import InputError
from importers.clouds import child
from importers.clouds.preflight import look
from tests.importers import cloud_work
from ui import words

SOURCES = (
    "formats/simple.laz",
    "formats/1.2-with-color.copc.laz",
    "formats/example.copc.laz",
    "formats/fullwave.laz",
    "formats/point-version-1-point-wise.laz",
    "formats/plane.laz",
    "formats/5points_14.las",
    "formats/test1_4.las",
    "formats/simple1_1.las",
    "formats/test_utm17.las",
    "isprs/samp54-utm.laz",
    "hostile/spurious.las",
    "formats/A4.e57",
)


def every_file(shared: Path) -> list[Path]:
    folders = [shared / "data/lidar" / name for name in ("formats", "hostile", "terrain", "isprs", "bench")]
    files = sorted(file for folder in folders for file in folder.iterdir())
    assert len(files) > 60
    return files


def test_each_real_file_is_described_or_refused_by_name(shared: Path) -> None:
    refused = {}
    for file in every_file(shared):
        try:
            found = look(file)
        except InputError as error:
            refused[file.name] = error.code
            assert_said(error.code)
        else:
            for problem in (*found.problems, found.crs_evidence):
                assert_said(problem.code)
    assert refused == {
        "A4.e57": "cloud.is_e57",
        "e57_ColouredCubeFloat.e57": "cloud.is_e57",
        "e57_bunnyInt32.e57": "cloud.is_e57",
        "e57_ZeroPoints.e57": "cloud.is_e57",
        "e57_bad-crc.e57": "cloud.is_e57",
        "broken_coder.laz": "cloud.laszip_coder",
        "broken_version.laz": "cloud.laszip_version",
        "garbage_nVariableLength.las": "cloud.vlr_count",
    }


@cache
def codes_with_words() -> frozenset[str]:
    """The codes that have a sentence in both languages."""
    known = []
    for language in words.LANGUAGES:
        catalogue = read_po(resources.path(f"words/{language}/cloud.po").open("rb"))
        others = read_po(resources.path(f"words/{language}/reading.po").open("rb"))
        known.append({str(message.id) for message in (*catalogue, *others) if message.string})
    return frozenset(known[0] & known[1])


def assert_said(code: str) -> None:
    assert code in codes_with_words()


def test_each_real_file_is_read_to_its_end_in_a_child(shared: Path) -> None:
    outcome = child.run(cloud_work.read_all, every_file(shared), memory_mb=2048, seconds=300)
    read = {name: result for name, result in outcome.items() if isinstance(result, tuple)}
    assert all(count == got and lost == 0 for count, got, lost in read.values())
    assert sum(count for count, _, _ in read.values()) > 8_000_000
    assert outcome["bad_vlr_count.las"] == (10, 10, 0)


@st.composite
def spoiled(draw: Any) -> tuple[str, int | None, list[tuple[float, int]]]:
    """A source, where to cut it (in thousandths), and bytes to overwrite."""
    name = draw(st.sampled_from(SOURCES))
    cut = draw(st.none() | st.integers(0, 999))
    # Most of what matters stands in the first kilobytes; the rest is data.
    place = st.floats(0, 0.02) | st.floats(0, 1)
    flips = draw(st.lists(st.tuples(place, st.integers(0, 255)), max_size=12))
    return name, cut, flips


def apply(raw: bytes, cut: int | None, flips: list[tuple[float, int]]) -> bytes:
    data = bytearray(raw if cut is None else raw[: len(raw) * cut // 1000])
    for place, value in flips:
        if data:
            data[min(int(place * len(data)), len(data) - 1)] = value
    return bytes(data)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=spoiled())
def test_the_preflight_answers_whatever_the_bytes(
    shared: Path, tmp_path: Path, case: tuple[str, int | None, list[tuple[float, int]]]
) -> None:
    name, cut, flips = case
    file = tmp_path / "spoiled"
    file.write_bytes(apply((shared / "data/lidar" / name).read_bytes(), cut, flips))
    try:
        found = look(file)
    except InputError as error:
        assert_said(error.code)
    else:
        assert 0 <= found.readable <= found.count
        for problem in (*found.problems, found.crs_evidence):
            assert_said(problem.code)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.binary(max_size=400))
def test_any_bytes_behind_the_magic_are_answered(tmp_path: Path, head: bytes) -> None:
    file = tmp_path / "noise"
    file.write_bytes(b"LASF" + head)
    with pytest.raises(InputError) as caught:
        look(file)
    assert_said(caught.value.code)


@pytest.mark.parametrize("seed", range(3))
def test_spoiled_points_are_read_or_counted_as_lost(shared: Path, tmp_path: Path, seed: int) -> None:
    """Many files, each spoiled or cut at random, read in one child with 1.5 GiB: it must survive them all."""
    random = np.random.default_rng(seed)
    files = []
    for number in range(40):
        raw = (shared / "data/lidar" / SOURCES[number % len(SOURCES)]).read_bytes()
        cut = int(random.integers(300, 1000)) if number % 2 else None
        where = random.random(int(random.integers(0, 20)))
        flips = [(float(place), int(random.integers(256))) for place in where]
        file = tmp_path / f"{number}{Path(SOURCES[number % len(SOURCES)]).suffix}"
        file.write_bytes(apply(raw, cut, flips))
        files.append(file)
    outcome = child.run(cloud_work.read_all, files, memory_mb=1536, seconds=400)
    assert len(outcome) == len(files)
    for result in outcome.values():
        if isinstance(result, str):
            assert_said(result)
        else:
            count, read, lost = result
            assert read + lost == count


def test_a_header_that_claims_a_billion_records_is_refused_at_once(shared: Path) -> None:
    with pytest.raises(InputError) as caught:
        look(shared / "data/lidar/hostile/garbage_nVariableLength.las")
    assert caught.value.params["count"] == 1_069_128_089


def test_what_is_no_cloud_is_named(tmp_path: Path) -> None:
    for content, code in (
        (b"", "file.empty"),
        (b"ply\nformat ascii 1.0\n", "cloud.other_format"),
        (b"x y z\n1 2 3\n", "cloud.not_a_cloud"),
        (b"LASF", "cloud.header_truncated"),
    ):
        file = tmp_path / "file"
        file.write_bytes(content)
        with pytest.raises(InputError) as caught:
            look(file)
        assert caught.value.code == code
    for path, code in ((tmp_path, "cloud.is_folder"), (tmp_path / "none.las", "file.missing")):
        with pytest.raises(InputError) as caught:
            look(path)
        assert caught.value.code == code
