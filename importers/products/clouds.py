"""Classified clouds as LAZ: every point and record of the source kept, only classes anew."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

_EXTENDED = 6
_LEGACY_MASK = np.uint8(31)
_COPC = "copc"


class CloudWriter:
    """Writes point records of a source file under its own header."""

    def __init__(self, writer: Any, point_format: Any) -> None:
        self._writer, self._format = writer, point_format
        self._column = "classification" if point_format.id >= _EXTENDED else "raw_classification"

    def write(self, records: NDArray[np.uint8], classes: NDArray[np.uint8]) -> None:
        """Records (bytes, one row a point) with these classes in place of their own; flags stay."""
        from laspy.point.record import PackedPointRecord

        table = np.ascontiguousarray(records).copy().reshape(-1).view(self._format.dtype())
        if self._column == "classification":
            table["classification"] = classes
        else:
            flags = table["raw_classification"] & ~_LEGACY_MASK
            table["raw_classification"] = flags | (classes & _LEGACY_MASK)
        self._writer.write_points(PackedPointRecord(table, self._format))


@contextlib.contextmanager
def cloud_like(source: Path, path: Path) -> Iterator[CloudWriter]:
    """A writer of a compressed cloud with the header and the records of ``source``, which the preflight has
    let pass. The file appears when all is written. Raises ``InputError("product.not_written")``."""
    import laspy

    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with laspy.open(source) as reader:
            header = reader.header
        _no_octree(header)
        evlrs = header.evlrs if header.version.minor >= 4 else None
        with fresh.open("wb") as target:
            writer = laspy.LasWriter(target, header, do_compress=True, closefd=False)
            yield CloudWriter(writer, header.point_format)
            if evlrs:
                writer.write_evlrs(evlrs)
            writer.close()
        fresh.replace(path)
    except (OSError, laspy.errors.LaspyException) as error:
        raise InputError("product.not_written", file=str(path), reason=str(error)[:200]) from error
    finally:
        fresh.unlink(missing_ok=True)


def _no_octree(header: Any) -> None:
    """The points keep their order, but the octree of a COPC file is no longer true."""
    header.vlrs = [vlr for vlr in header.vlrs if vlr.user_id != _COPC]
    if header.evlrs is not None:
        header.evlrs = [vlr for vlr in header.evlrs if vlr.user_id != _COPC]
