"""What the import says of problems, rejected rows, shapes and files, in words."""

from pathlib import Path
from typing import Any

from ui import words
from ui.words import tr

_SHAPES = {
    "Point": "points",
    "LineString": "lines",
    "LinearRing": "lines",
    "Polygon": "areas",
    "GeometryCollection": "collections",
}


def sentence(problem: Any) -> str:
    """A problem or a rejected row in words, with its place."""
    said = words.sentence(problem.code, dict(problem.params))
    row_number = getattr(problem, "row", None)
    place = [
        tr("layer {name}", name=problem.layer) if getattr(problem, "layer", "") else "",
        tr("row {number}", number=row_number) if row_number is not None else "",
        tr("field {name}", name=problem.field) if getattr(problem, "field", "") else "",
    ]
    where = tr(", ").join(filter(None, place))
    return f"{where}{tr(': ')}{said}" if where else said


def sentence_only(problem: Any) -> str:
    """The sentence with its column, without the row (which has a column of its own)."""
    said = words.sentence(problem.code, dict(problem.params))
    name = getattr(problem, "field", "")
    return f"{tr('field {name}', name=name)}{tr(': ')}{said}" if name and name not in said else said


def way_out(problem: Any) -> str:
    """What can be done about a problem, where that is known."""
    code = f"{problem.code}/help"
    return words.sentence(code, dict(problem.params)) if words.known(code) else ""


def shapes(geometry: str) -> str:
    """The shapes of a layer in words: "lines, points"; what is no such name stays as it is."""
    names = [part.strip() for part in geometry.split("/") if part.strip()]
    plain = [name.removesuffix(" Z").removeprefix("Multi") for name in names]
    told = [tr(_SHAPES.get(each, name)) for each, name in zip(plain, names, strict=True)]
    return tr(", ").join(dict.fromkeys(told))


def values(cells: Any) -> str:
    """The filled cells of a row in a line."""
    return " · ".join(f"{name}={value}" for name, value in cells.items() if value)


def file_line(path: Path) -> str:
    """The file's name and folder in a line."""
    return f"{path.name} · {path.parent}"
