"""Large KML files, read part by part."""

from bisect import bisect_right
from typing import Any

import shapely

from faultgis.progress import Progress
from importers.vector import formats, gdal, helper, kml_names, large, large_text, slices
from importers.vector.cells import decode_table
from importers.vector.encoding import UTF8
from importers.vector.kml_parts import KmlParts
from importers.vector.parsed import Parsed, Wish
from importers.vector.preflight import Source


class _PartReader(large.Watched):
    """Reads shapes by the numbers of their features, counted from 0, of which each part has those before its
    one of ``ends``. Raises ``InputError``: ``file.changed`` and as ``helper.ask``."""

    def __init__(self, source: Source, progress: Progress | None) -> None:
        self.target = source.scratch.fresh() / source.path.name
        super().__init__(source, self.target)
        self._renamed = source.scratch.fresh() / source.path.name
        self.parts, self._progress = KmlParts(source.path), progress
        self.layer = ""
        self.ends: list[int] = []

    def ask(self, number: int) -> dict[str, Any]:
        """What the worker answers about a part. Raises ``NotSliceableError`` for more layers than one and for
        features that cannot be read."""
        self.check()
        path = self.parts.write(number, self.target)
        if kml_names.in_ascii(path, self._renamed):
            path = self._renamed
        names = helper.ask("layers", path, self._progress)["ok"]
        self.layer = self.layer or names[0]
        if names != [self.layer]:
            raise large.NotSliceableError
        answer = helper.ask("read", path, self._progress, layer=self.layer, encoding="latin-1", limit=None)
        if answer["ok"]["unread"]:
            raise large.NotSliceableError
        return answer

    def __call__(self, start: int, end: int) -> slices.Shapes:
        """The shapes of the features from one number to before another, ``None`` for those without."""
        first, last = bisect_right(self.ends, start), bisect_right(self.ends, end - 1)
        wkb = [each for number in range(first, last + 1) for each in self.ask(number)["ok"]["shapes"]]
        self.check()
        before = self.ends[first - 1] if first else 0
        return list(shapely.from_wkb(wkb, on_invalid="ignore"))[start - before : end - before]


class _Look:
    """The first look at all parts: their cells by column, and what is known of their shapes."""

    def __init__(self, reader: _PartReader, progress: Progress) -> None:
        self.columns: dict[str, list[Any]] = {}
        self.types: dict[str, str] = {}
        self.fids: list[int] = []
        self.unmade: list[int] = []
        self.remarks: list[str] = []
        self.crs: str | None = None
        self.looked = slices.Looked()
        for number in range(len(reader.parts)):
            progress.report("reading.features", number, len(reader.parts))
            answer = reader.ask(number)
            self._take(answer["ok"])
            self.remarks += [text for text in answer["remarks"] if text not in self.remarks]
            reader.ends.append(len(self.fids))

    def _take(self, found: dict[str, Any]) -> None:
        before = len(self.fids)
        self.fids += [before + fid for fid in found["fids"]]
        self.crs = found["crs"]
        for name, kind, cells in zip(found["fields"], found["types"], found["columns"], strict=True):
            if self.types.setdefault(name, kind) != kind:
                raise large.NotSliceableError
            self.columns.setdefault(name, [None] * before).extend(cells)
        for cells in self.columns.values():
            cells += [None] * (len(self.fids) - len(cells))
        shapes = shapely.from_wkb(found["shapes"], on_invalid="ignore")
        self.unmade += [before + row for row in large.unmade(shapes, found["shapes"])]
        self.looked.add(list(shapes))


def read(source: Source, wish: Wish) -> list[Parsed]:
    """The layer of a file whose features stand in one folder. Raises ``NotSliceableError`` for other files,
    for those that are not in sound UTF-8, and as GDAL says."""
    text, decision = large_text.in_utf8(source, "XML", wish.encoding)
    if text != source.path or decision.encoding != UTF8 or decision.problems:
        raise large.NotSliceableError
    reader = _PartReader(source, wish.progress)
    look = _Look(reader, wish.progress or Progress())
    table = decode_table(list(look.columns), list(look.columns.values()), UTF8)
    kinds = look.types.values()
    table.columns = [gdal.typed(kind, cells) for kind, cells in zip(kinds, table.columns, strict=True)]
    formats.drop_driver_columns(table, source.found.format)
    rows = slices.Rows(look.fids, table.names, table.columns)
    problems = large.malformed(look.unmade)
    crs, evidence = gdal.crs_of(source, look.crs, problems)
    problems += [*table.problems, *gdal.said_by_reader(look.remarks, reader.target, source.path.name)]
    reader.keep()
    features = look.looked.sliced(rows, reader)
    parsed = Parsed(reader.layer, table.names, features, decision, crs, evidence, problems)
    parsed.total = len(rows)
    return [parsed]
