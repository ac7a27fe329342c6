"""A finished PDF put right: exact page boxes, and Chinese text that can be searched and copied.

Qt rounds page sizes to whole points, and for some fonts it writes the code points of Kangxi radicals
(⾦ for 金) into the table that search and copy use.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from faultgis.errors import InputError

# Radicals of the CJK Radicals Supplement that Unicode does not decompose, with the characters meant.
_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺋⺌⺍⺐⺗⺟⺠⺡⺩⺪⺬⺮⺯⺰⺶⺷⺼⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰",
        "厂几㔾小小尢忄母民氵王疋礻竹糸纟羊羊月艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食饣饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙",
        strict=True,
    )
)


def ideograph(character: str) -> str:
    """The ordinary character for a radical's code point; every other character as it is."""
    if character in _SUPPLEMENT:
        return _SUPPLEMENT[character]
    if "⺀" <= character <= "⿕":
        return unicodedata.normalize("NFKC", character)
    return character


def put_right(
    path: Path, width_mm: float, height_mm: float, title: str, attached: Mapping[str, str] | None = None
) -> None:
    """Rewrite the file with exact page boxes, mended text tables, its title and JSON files attached to it.

    Raises ``InputError("map.not_written")``: Qt does not tell when the disk had no room for the file.
    """
    import pikepdf

    try:
        _rewrite(path, width_mm / 25.4 * 72, height_mm / 25.4 * 72, title, attached or {})
    except (pikepdf.PdfError, OSError) as error:
        raise InputError("map.not_written", file=path.name) from error


def _rewrite(path: Path, width: float, height: float, title: str, attached: Mapping[str, str]) -> None:
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            top = float(page.mediabox[3])
            page.mediabox = pikepdf.Array([0, round(top - height, 4), round(width, 4), top])
            page.trimbox = page.mediabox
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                table = item["/ToUnicode"]
                table.write(_mended(table.read_bytes()))
        for name, text in attached.items():
            data = text.encode("utf-8")
            file = pikepdf.AttachedFileSpec(pdf, data, filename=name, mime_type="application/json")
            pdf.attachments[name] = file
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = title
        pdf.save(path, deterministic_id=True)


def _mended(table: bytes) -> bytes:
    def replace(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        fixed = ideograph(chr(int(code, 16)))
        return b"<%04x>" % ord(fixed) if len(fixed) == 1 else match.group(0)

    # Only target values, the last <hhhh> of a line, are characters; the others are glyph numbers.
    return re.sub(rb"<([0-9a-fA-F]{4})>(?=\s*[\r\n])", replace, table)
