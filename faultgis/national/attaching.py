"""The files that rows name: ``CLASS/ID/FIELD_n.ext`` within the package, n counting from 1."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from faultgis.national.mapping_file import Attached
from faultgis.national.rows import Attachment
from faultgis.national.template import TemplateClass
from faultgis.national.working import Working

SEPARATOR = ";"
ATTACHMENTS_WITHHELD = "national.attachments_withheld"


def attached(
    record: Any, rules: Sequence[Attached], described: TemplateClass, working: Working
) -> tuple[dict[str, str], list[Attachment]]:
    """The values of the fields that name files, and the files. A field takes as many names as its text holds;
    a note says how many more there are."""
    values: dict[str, str] = {}
    files: list[Attachment] = []
    for rule in rules:
        media = [each for each in rule.media.value(record, working) or () if each.kind in rule.kinds]
        if not (media := _given(media, rule, working)):
            continue
        named = [_attachment(rule, number, each, working) for number, each in enumerate(media, 1)]
        files += named
        text = _text([each.name for each in named], rule.field, described, working)
        values.update({name: text for name in (rule.field, rule.original) if name})
    return values, files


def _given(media: Sequence[Any], rule: Attached, working: Working) -> list[Any]:
    """The media up to the level of the delivery."""
    level = working.settings.level
    given = [each for each in media if level is None or each.secrecy <= level]
    if len(given) < len(media):
        working.field = rule.field
        working.note(ATTACHMENTS_WITHHELD, count=len(media) - len(given))
    return given


def _attachment(rule: Attached, number: int, medium: Any, working: Working) -> Attachment:
    suffix = PurePosixPath(medium.path).suffix.lower()
    name = f"{working.class_name}/{working.row_code.replace('#', '_')}/{rule.field}_{number}{suffix}"
    return Attachment(working.class_name, working.row_code, rule.field, name, medium.path, medium.sha256)


def _text(names: Sequence[str], field: str, described: TemplateClass, working: Working) -> str:
    entry = described.field(field)
    room = (entry.length if entry else 0) or working.template.text_length
    kept = list(names)
    while len(kept) > 1 and len(SEPARATOR.join(kept).encode("gb18030")) > room:
        kept.pop()
    if len(kept) < len(names):
        working.field = field
        working.note("national.attachments_unnamed", count=len(names) - len(kept))
    return SEPARATOR.join(kept)
