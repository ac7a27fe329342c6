"""A large KML file whose features stand in one folder, cut between them: GDAL holds what it reads as a whole,
and takes each part for a file."""

from pathlib import Path
from xml.parsers import expat

from importers.vector.large import NotSliceableError

PART = 12_000_000
"""About so many bytes of features are a part."""
_BLOCK = 4_000_000
# Features other than placemarks, what says how those are read, and what refers to it.
_OTHERS = frozenset(
    ("NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour", "Update", "NetworkLinkControl")
)


class KmlParts:
    """Where a file can be cut. Raises ``NotSliceableError`` where it cannot, or is not sound XML."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[int] = []
        self._count = 0
        self._home, self._end = 0, 0
        self._cuts: list[int] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._starts
        self._parser.EndElementHandler = self._ends
        self._parser.StartDoctypeDeclHandler = self._refuse
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    self._parser.Parse(block, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise NotSliceableError from error
        if not self._cuts:
            raise NotSliceableError
        self._cuts.append(self._end)

    def __len__(self) -> int:
        return len(self._cuts) - 1

    def write(self, number: int, target: Path) -> Path:
        """Write one part, counted from 0, as a file of its own."""
        start, end = self._cuts[number : number + 2]
        with self._path.open("rb") as file, target.open("wb") as part:
            part.write(file.read(self._cuts[0]))
            file.seek(start)
            part.write(file.read(end - start))
            file.seek(self._end)
            part.write(file.read())
        return target

    def _refuse(self, *_: object) -> None:
        raise NotSliceableError

    def _starts(self, name: str, _: object) -> None:
        name = name.rpartition(":")[2]
        if name in _OTHERS or (name == "Schema" and self._cuts):
            raise NotSliceableError
        if name == "Placemark":
            self._cut()
        self._count += 1
        self._open.append(self._count)

    def _cut(self) -> None:
        at = self._parser.CurrentByteIndex
        if not self._cuts:
            self._home = self._open[-1] if self._open else 0
        elif self._open[-1] != self._home:
            raise NotSliceableError
        if not self._cuts or at - self._cuts[-1] >= PART:
            self._cuts.append(at)

    def _ends(self, _: str) -> None:
        if self._open.pop() == self._home:
            self._end = self._parser.CurrentByteIndex
