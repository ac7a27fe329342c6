"""A sheet of a log as SVG: millimetres, layers as named groups, texts as texts, fonts by name."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from ui.printing.log_marks import FAMILY, MIDDLE, POINT_MM, Array, Mark, Picture, Shape, Sheet, Text

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    ' width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
    ' font-family="{family}">\n<title>{title}</title>\n'
    '<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
)
# Where the first is not installed, what Windows and macOS have.
_FAMILIES = f"{FAMILY}, Microsoft YaHei, PingFang SC, sans-serif"
_ANCHORS = {"left": "start", "centre": "middle", "right": "end"}


def svg(sheet: Sheet, title: str) -> str:
    """The whole document; a user unit is a millimetre."""
    width, height = _number(sheet.width), _number(sheet.height)
    head = _HEAD.format(width=width, height=height, family=_FAMILIES, title=escape(title))
    return "".join([head, *_layers(sheet), "</svg>\n"])


def _layers(sheet: Sheet) -> Iterator[str]:
    for name, marks in sheet.layered():
        yield f'<g id="{name}" inkscape:groupmode="layer" inkscape:label="{name}">\n'
        for mark in marks:
            yield _mark(mark) + "\n"
        yield "</g>\n"


def _mark(mark: Mark) -> str:
    if isinstance(mark, Text):
        return _text(mark)
    return _picture(mark) if isinstance(mark, Picture) else _shape(mark)


def _number(value: float) -> str:
    """A length to a thousandth of a millimetre."""
    return f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")


def _path(path: Array, closed: bool) -> str:
    places = [f"{_number(x)} {_number(y)}" for x, y in path]
    if len(places) == 1:
        return f"M{places[0]}h0.001"
    return f"M{places[0]}L{' '.join(places[1:])}{'Z' if closed else ''}"


def _shape(mark: Shape) -> str:
    parts = [f'<path d="{"".join(_path(path, mark.closed) for path in mark.paths)}"']
    if mark.name:
        parts.append(f'inkscape:label="{escape(mark.name)}"')
    parts.append(f'fill="{mark.fill or "none"}"')
    if mark.fill and mark.closed and len(mark.paths) > 1:
        parts.append('fill-rule="evenodd"')
    if mark.fill and mark.opacity < 1:
        parts.append(f'fill-opacity="{mark.opacity:g}"')
    if mark.stroke:
        joined = "round" if mark.rounded else "miter"
        parts.append(
            f'stroke="{mark.stroke}" stroke-width="{_number(mark.width)}" stroke-linejoin="{joined}"'
        )
        parts.append('stroke-linecap="round"' if mark.rounded else "")
    if mark.dash:
        parts.append(f'stroke-dasharray="{" ".join(map(_number, mark.dash))}"')
    return " ".join(filter(None, parts)) + "/>"


def _text(mark: Text) -> str:
    size = mark.points * POINT_MM
    turned = f' transform="rotate({mark.angle:g} {_number(mark.x)} {_number(mark.y)})"' if mark.angle else ""
    anchor = "" if mark.align == "left" else f' text-anchor="{_ANCHORS[mark.align]}"'
    weight = ' font-weight="bold"' if mark.bold else ""
    return (
        f'<text x="{_number(mark.x)}" y="{_number(mark.y + MIDDLE * size)}" font-size="{_number(size)}"'
        f'{anchor}{weight} fill="{mark.colour}"{turned} xml:space="preserve">{escape(mark.text)}</text>'
    )


def _picture(mark: Picture) -> str:
    left, top, right, bottom = mark.box
    data = b64encode(mark.png).decode("ascii")
    return (
        f'<image x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}"'
        f' height="{_number(bottom - top)}" opacity="{mark.opacity:g}" preserveAspectRatio="none"'
        f' xlink:href="data:image/png;base64,{data}"/>'
    )
