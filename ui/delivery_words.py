"""What a delivery lost, withheld and was checked for, in words: the user's, and those of who receives it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faultgis.exports.national_layers import grouped
from faultgis.national.rows import Note
from ui import words
from ui.words import tr

# What somebody must look at before the package goes out.
UNSOUND = (
    "delivery.attachment_missing",
    "delivery.attachment_changed",
    "delivery.attachment_empty",
    "delivery.attachment_damaged",
    "delivery.attachment_name",
)


def chinese(note: Note) -> str:
    """A note in the language of those who receive the package."""
    return words.sentence_in("zh", note.code, {**note.params, "field": note.field})


def told(notes: Sequence[Note], kind: str) -> Iterator[dict[str, Any]]:
    """Notes of one kind about one field as one finding, with a sentence."""
    for group in grouped(notes):
        shown: Mapping[str, Any] = group["examples"][0]
        said = words.sentence(group["code"], {**shown, "field": group["field"]})
        # The sentence names a kind of ours itself, in words.
        parts = [part for part in (group["class"], group["field"]) if not words.known(f"kind.{part}")]
        place = " · ".join(filter(None, parts))
        times = f" × {group['count']}" if group["count"] > 1 else ""
        message = f"{place}{tr(': ')}{said}{times}" if place else f"{said}{times}"
        yield {"kind": kind, **group, "message": message}


def counted(counts: Mapping[str, int], score: float | None) -> str:
    """What the quality gate found, in a line."""
    said = [
        tr("errors {n}", n=counts.get("error", 0)),
        tr("warnings {n}", n=counts.get("warning", 0)),
        tr("notes {n}", n=counts.get("info", 0)),
        tr("waived {n}", n=counts.get("waived", 0)),
    ]
    said += [tr("score {score}", score=f"{score:.1f}")] if score is not None else []
    return " · ".join(said)
