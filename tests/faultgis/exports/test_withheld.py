"""What leaves the house less than whole: fields withheld, positions made coarser, photographs stripped."""

import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from faultgis.errors import InputError
from faultgis.exports import png, tiff
from faultgis.exports.jpeg import stripped
from faultgis.exports.national_secrecy import (
    LevelRule,
    SecrecyRules,
    discreet,
    load_secrecy,
    logged,
    redacted,
    split,
)
from faultgis.national.rows import Note, Row
from faultgis.national.template import load
from tests.faultgis.exports.packages import package

POINT = shapely.Point(105.2, 36.3)


def _photo(shared: Path) -> bytes:
    return (shared / "data/field/photos_exif/DSCN0010.jpg").read_bytes()


def test_a_photograph_keeps_its_picture_and_loses_its_secrets(shared: Path) -> None:
    raw = _photo(shared)
    assert dict(Image.open(io.BytesIO(raw)).getexif())
    clean = stripped(raw + b"hidden behind the picture")
    assert b"Exif" not in clean
    assert b"hidden" not in clean
    before, after = (np.asarray(Image.open(io.BytesIO(each))) for each in (raw, clean))
    assert (before == after).all()
    assert stripped(clean) == clean


def test_which_way_is_up_is_kept() -> None:
    picture = Image.fromarray(np.arange(96, dtype=np.uint8).reshape(4, 8, 3))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "张三"
    target = io.BytesIO()
    picture.save(target, "jpeg", exif=exif, progressive=True, comment=b"private")
    clean = stripped(target.getvalue())
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {0x0112: 6}
    assert b"private" not in clean


def test_a_png_keeps_its_picture_and_loses_its_texts() -> None:
    picture = Image.fromarray(np.arange(96, dtype=np.uint8).reshape(4, 8, 3))
    texts = PngInfo()
    texts.add_text("Author", "private", zip=False)
    exif = Image.Exif()
    exif[0x013B] = "private"
    target = io.BytesIO()
    picture.save(target, "png", pnginfo=texts, exif=exif, dpi=(300, 300))
    clean = png.stripped(target.getvalue() + b"behind the picture")
    shown = Image.open(io.BytesIO(clean))
    assert (np.asarray(shown) == np.asarray(picture)).all()
    assert b"private" not in clean
    assert "dpi" in shown.info
    for damaged in (clean[:-1], clean[:20], clean.replace(b"IDAT", b"IDAX"), b"x"):
        with pytest.raises(InputError, match=r"export\.not_png"):
            png.stripped(damaged)


@pytest.mark.parametrize("cut", [0, 1, 4, 30, 200, 1000, -2])
def test_half_a_photograph_is_refused(shared: Path, cut: int) -> None:
    with pytest.raises(InputError, match=r"export\.not_jpeg"):
        stripped(_photo(shared)[:cut])


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_photograph_is_refused_or_a_picture(data: st.DataObject) -> None:
    raw = bytearray(_small())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        assert stripped(bytes(raw)).startswith(b"\xff\xd8")


def _small() -> bytes:
    target = io.BytesIO()
    Image.fromarray(np.arange(96, dtype=np.uint8).reshape(4, 8, 3)).save(target, "jpeg", comment=b"private")
    return target.getvalue()


def _tiff(**more: Any) -> bytes:
    target = io.BytesIO()
    pages = [Image.fromarray(np.arange(96, dtype=np.uint8).reshape(4, 8, 3) + n) for n in range(2)]
    pages[0].save(target, "tiff", save_all=True, append_images=pages[1:], **more)
    return target.getvalue()


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_deflate", "jpeg", "packbits"])
def test_a_scan_keeps_its_pages_and_loses_its_texts(compression: str | None) -> None:
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = "private"
    raw = _tiff(exif=exif, compression=compression)
    assert b"private" in raw
    found = tiff.stripped(raw + b"hidden behind the picture")
    assert not found.placed
    assert not [mark for mark in (b"private", b"hidden") if mark in found.content]
    for page in range(2):
        before, after = (Image.open(io.BytesIO(each)) for each in (raw, found.content))
        before.seek(page)
        after.seek(page)
        assert (np.asarray(before) == np.asarray(after)).all()
    assert tiff.stripped(found.content) == found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_scan_is_refused_or_written_anew(data: st.DataObject) -> None:
    raw = bytearray(_tiff())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        assert len(tiff.stripped(bytes(raw)).content) <= 3 * len(raw)


def test_who_receives_a_package_learns_no_id_that_was_withheld() -> None:
    notes = [Note("national.withheld", "Fault", str(n), "", {"level": 2}) for n in range(2)]
    assert logged(notes, rows=False) == [
        {"code": "national.withheld", "class": "Fault", "field": "", "count": 2}
    ]
    assert logged(notes, rows=True)[0]["rows"] == ["0", "1"]


def test_a_lower_level_withholds_fields_and_rounds_coordinates() -> None:
    template = load()
    of = template.by_name["geochemicalsvyline"]
    values = {**{field.name: None for field in of.fields}, "ID": "1", "StartLongitude": 105.123456}
    point = Row("GeologicalSvyPoint", {"ID": "2", "Photographer": "张三"}, POINT)
    rows = {"GeochemicalSvyLine": (Row("GeochemicalSvyLine", values),), "GeologicalSvyPoint": (point,)}
    rule = load_secrecy().of(0, 2)
    made = redacted(package(rows, template), rule)
    assert made.of("GeochemicalSvyLine")[0].values["StartLongitude"] == 105.123
    assert made.of("GeologicalSvyPoint")[0].values["Photographer"] == "NA"
    losses, log = split(made.notes)
    assert losses == []
    assert [(n.code, n.class_name, n.field, n.params["count"]) for n in log] == [
        ("delivery.field_coarsened", "GeochemicalSvyLine", "StartLongitude", 1),
        ("delivery.field_redacted", "GeologicalSvyPoint", "Photographer", 1),
    ]


def test_a_loss_is_told_without_what_was_lost() -> None:
    """Kinds of records are no secret, nor what stands in the package; what somebody wrote is."""
    told = discreet(
        [
            Note("national.unsaid", "", field="segment", params={"kind": "segment", "count": 3}),
            Note("national.observer_lost", "GeologicalSvyPoint", "1", "", {"value": "张三"}),
            Note("national.bounds_lost", "Fault", "1", "DipAngle", {"count": 2}),
        ]
    )
    assert [dict(note.params) for note in told] == [
        {"kind": "segment", "count": 3},
        {"value": "—"},
        {"count": 2},
    ]


def test_at_the_survey_s_own_level_nothing_is_lost() -> None:
    rules = load_secrecy()
    assert rules.of(2, 2) == LevelRule()
    assert rules.of(3, 0) == LevelRule()
    made = package({})
    assert redacted(made, rules.of(2, 2)) is made
    assert isinstance(replace(rules, version="x"), SecrecyRules)


def test_rules_that_cannot_be_read_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    (tmp_path / "secrecy").mkdir()
    (tmp_path / "secrecy" / "office.json").write_text('{"id": "x", "version": "1", "below": {"zero": {}}}')
    with pytest.raises(InputError, match=r"secrecy\.invalid"):
        load_secrecy()
