"""Thumbnails: upright, small, made by a child, kept by content; no picture takes the program with it."""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from faultgis.errors import InputError
from importers.photos.reading import checksum
from importers.photos.thumbnails import FOLDER, SIDE, Thumbnails
from tests.importers.photo_files import HERE, exif, jpeg


def test_made_once_and_then_found_without_the_original(tmp_path: Path, shared: Path) -> None:
    photo = tmp_path / "照片 1.jpg"
    shutil.copy(shared / "data/field/uav_seneca/IMG_0447.jpg", photo)
    cache, digest = Thumbnails(tmp_path / "home"), checksum(photo)
    assert cache.find(digest) is None
    made = cache.make(photo, digest)
    with Image.open(made) as image:
        assert image.size == (SIDE, SIDE * 2700 // 3600)
        assert not image.getexif()
    photo.unlink()
    assert cache.make(photo, digest) == made
    assert [p.name for p in (tmp_path / "home").rglob("*.part")] == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_as_the_camera_was_held(tmp_path: Path, shared: Path, orientation: int) -> None:
    """The upper half red, the lower half blue, and stored in each of the eight ways of EXIF."""
    upright = Image.new("RGB", (400, 300), (0, 0, 200))
    upright.paste((200, 0, 0), (0, 0, 400, 150))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes the turn of each orientation
    stored = upright if orientation == 1 else upright.transpose(Image.Transpose(back[orientation]))
    plain = tmp_path / "plain.jpg"
    stored.save(plain, quality=95)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(plain, exif(HERE, {0x0112: (3, [orientation])})))
    with Image.open(Thumbnails(tmp_path).make(photo, checksum(photo))) as image:
        assert image.size == (400, 300)
        top, bottom = image.getpixel((200, 40)), image.getpixel((200, 260))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]


def test_what_cannot_be_drawn_is_named_and_leaves_nothing(tmp_path: Path, shared: Path) -> None:
    whole = (shared / "data/field/photos_exif/DSCN0010.jpg").read_bytes()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(whole[:40_000])
    bomb = tmp_path / "bomb.jpg"
    plain = jpeg(shared / "data/field/photos_exif/DSCN0010.jpg")
    at = plain.index(b"\xff\xc0")
    bomb.write_bytes(plain[: at + 5] + b"\xff\xff\xff\xff" + plain[at + 9 :])
    cache = Thumbnails(tmp_path / "home")
    for path, code in (
        (cut, "photo.no_thumbnail"),
        (bomb, "photo.too_large"),
        (tmp_path / "gone.jpg", "photo.missing"),
    ):
        with pytest.raises(InputError) as caught:
            cache.make(path, "ab" * 32)
        assert caught.value.code == code
    assert [p for p in (tmp_path / "home").rglob("*") if p.is_file()] == []


def test_the_cache_stays_within_its_bounds(tmp_path: Path, shared: Path) -> None:
    photos = sorted((shared / "data/field/photos_exif").glob("*.jpg"))
    first = Thumbnails(tmp_path)
    left, fresh = tmp_path / FOLDER / "left.part", tmp_path / FOLDER / "fresh.part"
    left.parent.mkdir(parents=True)
    left.touch()
    fresh.touch()
    os.utime(left, (0, 0))
    size = first.make(photos[0], checksum(photos[0])).stat().st_size
    small = Thumbnails(tmp_path, most=3 * size)
    for photo in photos:
        small.make(photo, checksum(photo))
    kept = [path.stat().st_size for path in tmp_path.rglob("*.jpg")]
    assert 1 <= len(kept) < len(photos)
    assert sum(kept) <= 3 * size
    assert small.find(checksum(photos[-1])) is not None
    assert (left.exists(), fresh.exists()) == (False, True)
