"""One edit with its inverse, and the history that undoes and redoes."""

from dataclasses import dataclass

from faultgis.changes import Change


@dataclass(frozen=True)
class Edit:
    """Changes that belong together, under a name that ``ui.words`` knows (``edit.draw_trace`` …).

    Edits that follow each other with the same non-empty ``merge_key`` (the steps of one drag, the
    letters typed into one field) count as one for undo.
    """

    name: str
    changes: tuple[Change, ...]
    merge_key: str = ""

    @property
    def inverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(self.name, tuple(change.inverse for change in reversed(self.changes)))

    def merged(self, later: "Edit") -> "Edit":
        """This edit and a later one as a single one; per record the first before and the last after stay."""
        folded: dict[object, Change] = {}
        for change in (*self.changes, *later.changes):
            first = folded.get(change.id)
            folded[change.id] = change if first is None else Change(first.before, change.after)
        kept = tuple(c for c in folded.values() if not (c.before is None and c.after is None))
        return Edit(self.name, kept, self.merge_key)


class History:
    """The undo and redo stacks of one open survey; unlimited."""

    def __init__(self) -> None:
        self.done: list[Edit] = []
        self.undone: list[Edit] = []

    def push(self, edit: Edit) -> bool:
        """Remember an edit that was just applied; say whether it was merged into the one before."""
        self.undone.clear()
        if edit.merge_key and self.done and self.done[-1].merge_key == edit.merge_key:
            self.done[-1] = self.done[-1].merged(edit)
            return True
        self.done.append(edit)
        return False

    def close_merge(self) -> None:
        """End a run of merging edits: the next one starts anew even with the same key."""
        if self.done and self.done[-1].merge_key:
            last = self.done[-1]
            self.done[-1] = Edit(last.name, last.changes)

    def undo(self) -> Edit | None:
        """Move the last edit to the redo stack and return it (apply its inverse), or ``None``."""
        if not self.done:
            return None
        edit = self.done.pop()
        self.undone.append(edit)
        self.close_merge()
        return edit

    def redo(self) -> Edit | None:
        """Move the last undone edit back and return it (apply it again), or ``None``."""
        if not self.undone:
            return None
        edit = self.undone.pop()
        self.done.append(edit)
        return edit
