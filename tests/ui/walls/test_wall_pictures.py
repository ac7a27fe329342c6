"""Pictures of walls as they come: compressed, of 16 bits, turned; laid where their control points say."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication

from faultgis.errors import InputError
from faultgis.walls.pictures import ControlPoint, fit
from ui.walls.panels.pictures import size_of
from ui.walls.pictures import lay, read

WIDTH, HEIGHT = 320, 208


def tiff(path: Path, values: Any, **options: Any) -> Path:
    bands = len(values)
    given: dict[str, Any] = {"driver": "GTiff", "width": WIDTH, "height": HEIGHT, "dtype": values.dtype}
    with rasterio.open(path, "w", count=bands, **given, **options) as target:
        target.write(values)
    return path


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("compress", ["jpeg", "deflate", "lzw"])
def test_a_tiff_of_any_compression(qapp: QApplication, tmp_path: Path, compress: str) -> None:
    values = np.zeros((3, HEIGHT, WIDTH), np.uint8)
    values[0, :, : WIDTH // 2] = 200
    options = {"photometric": "ycbcr"} if compress == "jpeg" else {}
    path = tiff(tmp_path / "a.tif", values, compress=compress, tiled=True, **options)
    assert size_of(path) == (WIDTH, HEIGHT)
    image = read(path)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(20, 20).red() == pytest.approx(200, abs=3)
    assert image.pixelColor(WIDTH - 20, 20).red() < 5


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_sixteen_bits_in_one_band_are_stretched_to_grey(qapp: QApplication, tmp_path: Path) -> None:
    values = np.linspace(9000, 11000, HEIGHT * WIDTH).reshape(1, HEIGHT, WIDTH).astype(np.uint16)
    image = read(tiff(tmp_path / "a.tif", values))
    dark, light = image.pixelColor(0, 0), image.pixelColor(WIDTH - 1, HEIGHT - 1)
    assert (dark.red(), light.red()) == (0, 255)
    assert light.red() == light.green() == light.blue()


def test_what_is_no_picture_is_refused(qapp: QApplication, tmp_path: Path) -> None:
    for name in ("a.tif", "a.png"):
        path = tmp_path / name
        path.write_bytes(b"no picture")
        for ask in (size_of, read):
            with pytest.raises(InputError) as error:
                ask(path)
            assert error.value.code == "photo.no_picture"


def test_a_picture_lies_where_its_control_points_say(qapp: QApplication) -> None:
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 10, 10))
    image.setPixelColor(300, 50, QColor(255, 0, 0))
    for u in range(296, 305):
        for v in range(46, 55):
            image.setPixelColor(u, v, QColor(255, 0, 0))
    found = fit(
        [ControlPoint((0, 0), (0, 2)), ControlPoint((400, 0), (4, 2)), ControlPoint((0, 200), (0, 0))]
    )
    laid = lay(image, found, (400, 200))
    assert laid.reach == pytest.approx((0.0, 0.0, 4.0, 2.0), abs=0.011)
    whole = laid.levels[0]
    assert isinstance(whole, QImage)
    left, _, right, top = laid.reach
    x = round((3.0 - left) / (right - left) * whole.width())
    y = round((top - 1.5) * whole.width() / (right - left))
    assert whole.pixelColor(x, y).red() > 200
    assert [level.width() for level in laid.levels] == [400, 200]
