"""What photographs say of themselves, against an independent reader (GDAL) and what was written into them."""

import random
import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st

from faultgis.errors import InputError
from importers.photos.exif import degrees, read_exif
from importers.photos.facts import camera, look
from importers.photos.xmp import read_xmp
from tests.importers.photo_files import DJI, HERE, exif, jpeg, position

SENECA = ("IMG_0446.jpg", "IMG_0447.jpg", "IMG_0448.jpg")
NIKON = ("DSCN0010.jpg", "DSCN0021.jpg", "DSCN0027.jpg", "DSCN0038.jpg", "DSCN0042.jpg")


def by_gdal(path: Path) -> dict[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(path) as source:
            tags: dict[str, str] = source.tags()
            return tags | {"size": f"{source.width}×{source.height}"}


def sexagesimal(text: str) -> float:
    numbers = [float(n) for n in re.findall(r"[\d.]+", text)]
    return sum((n / 60.0**part for part, n in enumerate(numbers)), 0.0)


@pytest.mark.parametrize(
    "name", [*(f"field/uav_seneca/{n}" for n in SENECA), *(f"field/photos_exif/{n}" for n in NIKON)]
)
def test_place_and_size_as_gdal_reads_them(shared: Path, name: str) -> None:
    photo, tags = look(shared / "data" / name), by_gdal(shared / "data" / name)
    west = -1 if tags["EXIF_GPSLongitudeRef"] == "W" else 1
    assert photo.latitude == pytest.approx(sexagesimal(tags["EXIF_GPSLatitude"]), abs=2e-8)
    assert photo.longitude == pytest.approx(west * sexagesimal(tags["EXIF_GPSLongitude"]), abs=2e-8)
    assert f"{photo.width}×{photo.height}" == tags["size"]
    assert photo.cells["DateTimeOriginal"] == tags["EXIF_DateTimeOriginal"]
    assert photo.camera == camera(tags["EXIF_Make"], tags["EXIF_Model"])


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "ellipsoidal", "heading", "utc"),
    [
        ("IMG_0446.jpg", -83.3057253, 41.0346708, 281.6919861, 70.0620575, "17:38:03"),
        ("IMG_0447.jpg", -83.3054654, 41.0347606, 283.8240051, 30.4386292, "17:38:09"),
        ("IMG_0448.jpg", -83.3052120, 41.0348986, 290.4070129, 28.8989601, "17:38:16"),
    ],
)
def test_the_autopilot_says_which_height_it_is(
    shared: Path, name: str, longitude: float, latitude: float, ellipsoidal: float, heading: float, utc: str
) -> None:
    """The aircraft's own words in XMP (senseFly): EXIF's altitude is the one over the WGS 84 ellipsoid, 32 m
    below the one over the sea, though EXIF has no other word for it than sea level."""
    photo = look(shared / "data/field/uav_seneca" / name)
    assert (photo.longitude, photo.latitude) == pytest.approx((longitude, latitude), abs=1e-8)
    assert photo.elevation_m == pytest.approx(ellipsoidal, abs=1e-4)
    assert photo.vertical_datum == "ellipsoidal"
    assert float(photo.cells["sensefly:AltitudeAMSL"]) - ellipsoidal == pytest.approx(32.3, abs=0.8)
    assert photo.azimuth == pytest.approx(heading)
    assert photo.direction == "aircraft"
    assert photo.pitch is None
    assert photo.from_air
    assert photo.taken_at == datetime.fromisoformat(f"2013-06-04T{utc}+00:00")


def test_the_satellites_clock_stands_where_the_cameras_has_no_zone(shared: Path) -> None:
    photo = look(shared / "data/field/photos_exif/DSCN0010.jpg")
    assert photo.taken_at == datetime(2008, 10, 23, 14, 27, 7, 240_000, tzinfo=UTC)
    assert photo.cells["DateTimeOriginal"] == "2008:10:22 16:28:39"


@pytest.fixture
def picture(shared: Path) -> Path:
    return shared / "data/field/photos_exif/DSCN0010.jpg"


def written(folder: Path, data: bytes) -> Path:
    path = folder / "made.jpg"
    path.write_bytes(data)
    return path


def test_a_camera_on_a_gimbal(tmp_path: Path, picture: Path) -> None:
    gps = {**HERE, 5: (1, [0]), 6: (5, [(153421, 100)])}
    photo = look(written(tmp_path, jpeg(picture, exif(gps, {0x010F: (2, b"DJI\x00")}), DJI)))
    assert (photo.azimuth, photo.elevation_m) == pytest.approx((236.6, 1534.21))
    assert (photo.direction, photo.pitch, photo.vertical_datum) == ("gimbal", -90.0, "gps")
    assert photo.cells["drone-dji:RtkFlag"] == "50"


@pytest.mark.parametrize(
    ("reference", "magnetic", "doubt"),
    [
        (b"T\x00", False, []),
        (b"M\x00", True, ["photo.magnetic"]),
        (b"\x00\x00", False, ["photo.north_unstated"]),
    ],
)
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_phone_that_knows_its_direction(
    tmp_path: Path, picture: Path, reference: bytes, magnetic: bool, doubt: list[str], order: str
) -> None:
    gps = {**HERE, 5: (1, [1]), 6: (5, [(1545, 10)]), 16: (2, reference), 17: (5, [(9175, 100)])}
    clock = {0x9003: (2, b"2024:05:01 10:20:30\x00"), 0x9011: (2, b"+08:00\x00")}
    photo = look(written(tmp_path, jpeg(picture, exif(gps, {0x0112: (3, [6])}, clock, order))))
    assert (photo.azimuth, photo.direction, photo.magnetic) == (91.75, "camera", magnetic)
    assert [p.code for p in photo.problems] == doubt
    assert photo.elevation_m == -154.5  # below
    assert photo.orientation == 6
    assert photo.taken_at == datetime(2024, 5, 1, 10, 20, 30, tzinfo=timezone(timedelta(hours=8)))
    assert not photo.from_air


RATIONAL = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))


@given(
    st.integers(0, 89), st.integers(0, 59), st.integers(0, 5999999), st.sampled_from("NS"),
    st.sampled_from("<>"), st.sampled_from([1, 10, 1000]),
)  # fmt: skip
def test_degrees_come_back_as_written(d: int, m: int, s: int, ref: str, order: str, scale: int) -> None:
    parts = [(d * scale, scale), (m * scale, scale), (s, 100_000)]
    found = read_exif(exif({1: (2, ref.encode() + b"\x00"), 2: (5, parts)}, order=order))
    back = degrees(found.numbers("GPSLatitude"), found.text("GPSLatitudeRef"), "NS")
    assert back == pytest.approx((1 if ref == "N" else -1) * (d + m / 60 + s / 1e5 / 3600), abs=1e-12)


@given(st.lists(RATIONAL, max_size=4), st.text(max_size=2))
def test_any_rationals_are_a_place_on_the_earth_or_none(parts: list[tuple[int, int]], ref: str) -> None:
    exact = tuple(Fraction(a, b) if b else None for a, b in parts)
    for letters, most in (("NS", 90), ("EW", 180)):
        found = degrees(exact, ref, letters)
        assert found is None or (abs(found) <= most and ref[:1].upper() in letters)
        if None in exact:
            assert found is None


@pytest.mark.parametrize(
    ("gps", "reason"),
    [
        ({}, "photo.no_position"),
        (position([(0, 0), (0, 0), (0, 0)], [(0, 0), (0, 0), (0, 0)]), "photo.position_damaged"),
        (position([(0, 1), (0, 1), (0, 1)], [(0, 1), (0, 1), (0, 1)]), "photo.position_void"),
        (position([(91, 1), (0, 1), (0, 1)], [(87, 1), (0, 1), (0, 1)]), "photo.position_damaged"),
        ({2: HERE[2], 4: HERE[4]}, "photo.position_damaged"),
        ({**HERE, 18: (2, b"TOKYO\x00")}, "photo.other_datum"),
    ],
)
def test_no_place_is_no_place(tmp_path: Path, picture: Path, gps: dict[int, object], reason: str) -> None:
    photo = look(written(tmp_path, jpeg(picture, exif(gps))))  # type: ignore[arg-type]
    assert (photo.unplaced, photo.longitude, photo.latitude) == (reason, None, None)


@pytest.mark.parametrize(
    ("head", "code", "named"),
    [
        (b"", "photo.empty", ""),
        (b"\x89PNG\r\n\x1a\n", "photo.other_format", "PNG"),
        (b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic", "photo.other_format", "HEIC"),
        (b"II*\x00\x08\x00\x00\x00", "photo.other_format", "TIFF/DNG"),
        (b"hello, this is no picture", "photo.not_jpeg", ""),
        (b"\xff\xd8\xff\xe1\x00\x20Exif", "photo.damaged", ""),
        (b"\xff\xd8\xff\xd9", "photo.damaged", ""),
    ],
)
def test_what_is_no_sound_photograph_is_named(tmp_path: Path, head: bytes, code: str, named: str) -> None:
    with pytest.raises(InputError) as caught:
        look(written(tmp_path, head))
    assert caught.value.code == code
    assert caught.value.params.get("format", "") == named


def test_any_cut_and_any_flipped_byte_is_an_answer(tmp_path: Path, shared: Path) -> None:
    """A cut file is refused, or it says that its end is missing; a byte more or less never is a traceback."""
    data = (shared / "data/field/photos_exif/DSCN0010.jpg").read_bytes()
    chance = random.Random(7)
    for _ in range(150):
        at = chance.randrange(len(data) - 2) if chance.random() < 0.5 else chance.randrange(12_000)
        path = written(tmp_path, data[:at])
        try:
            photo = look(path)
        except InputError as error:
            assert error.code in ("photo.empty", "photo.not_jpeg", "photo.damaged")  # noqa: PT017
        else:
            assert "photo.cut_short" in [p.code for p in photo.problems]
    for _ in range(300):
        spoiled = bytearray(data[:20_000] + data[-2000:])
        for _ in range(chance.randrange(1, 6)):
            spoiled[chance.randrange(12_000)] = chance.randrange(256)
        try:
            photo = look(written(tmp_path, bytes(spoiled)))
        except InputError as error:
            assert error.code.startswith("photo.")  # noqa: PT017
        else:
            assert photo.longitude is None or -180 <= photo.longitude <= 180


@given(st.binary(max_size=400))
def test_any_bytes_are_exif_or_nothing(data: bytes) -> None:
    for order in (b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08"):
        for name, values in read_exif(order + data).values.items():
            assert name
            assert values


def test_a_packet_that_declares_entities_is_not_opened() -> None:
    bomb = DJI.replace("<x:xmpmeta", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta', 1)
    assert read_xmp(DJI.encode())["drone-dji:GimbalYawDegree"] == "-123.40"
    assert read_xmp(bomb.encode()) == {}
