"""Two people on one database: each sees at once what the other saved, and neither overwrites the other."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from tests.ui.person import CONTROL, SHIFT, Person, SitDown, push, rows
from ui.dialogs.conflicts import MINE, THEIRS, Conflicts

NAMES = "select name_zh, name_en from faultgis.fault where code = 'P1'"
OLD = "select old_row ->> 'name_zh' from faultgis.history where kind = 'fault' and operation = 'update'"


def rename(person: Person, code: str, field: str, name: str) -> None:
    person.select(code)
    line = person.line(field)
    person.enter(line, name)
    person.key(Qt.Key.Key_Tab, widget=line)
    person.wait(lambda: getattr(person.fault(code), field) == name)


def test_what_one_saves_is_on_the_others_map(sit_down: SitDown) -> None:
    anna, bao = sit_down(home="anna"), sit_down(home="bao")
    west, south, east, north = anna.view.scale.bounds
    line = [(west + (east - west) * x, south + (north - south) * 0.7) for x in (0.3, 0.35, 0.4)]
    middle = anna.at(line[1])
    assert anna.view.hit(middle.toPointF()) == []
    before = anna.view.grab().toImage().pixel(middle)
    bao.press("draw")
    for place in line:
        bao.click(place)
    bao.key(Qt.Key.Key_Return)
    (ref,) = bao.workspace.selection
    bao.save()
    anna.wait(lambda: anna.session.get(*ref) is not None)
    anna.settle()
    assert anna.view.hit(middle.toPointF()) == [ref]
    assert anna.view.grab().toImage().pixel(middle) != before
    assert anna.session.get(*ref) == bao.session.get(*ref)
    assert not anna.session.saved


def both_rename(anna: Person, bao: Person) -> None:
    """Anna saves while Bao is still at it: Bao is told on the record, and keeps what he typed."""
    rename(anna, "P1", "name_zh", "甲的断层")
    rename(bao, "P1", "name_zh", "乙的断层")
    anna.save()
    bao.wait(lambda: bao.fault("P1").id in bao.workspace.contested)
    assert bao.line("name_zh").text() == "乙的断层"
    assert bao.window.record.mark.isVisible()


def settle_conflict(bao: Person, choice: str) -> list[str]:
    """Bao saves and is shown both sides; what the dialog showed."""
    seen: list[str] = []

    def decide(dialog: Conflicts) -> None:
        item = dialog.tree.topLevelItem(0)
        assert item is not None
        for number in range(item.childCount()):
            child = item.child(number)
            assert child is not None
            seen.extend(child.text(column) for column in range(4))
        push(dialog, "Keep mine everywhere" if choice == MINE else "Take theirs everywhere")
        push(dialog, "Apply and save again")

    bao.answer(Conflicts, decide)
    bao.key(Qt.Key.Key_S, CONTROL)
    bao.wait(lambda: bool(seen) and not bao.session.saved and not bao.workspace.saving)
    assert QApplication.activeModalWidget() is None
    return seen


def test_keep_mine_over_theirs(sit_down: SitDown, office: str) -> None:
    anna, bao = sit_down(home="anna"), sit_down(home="bao")
    both_rename(anna, bao)
    seen = settle_conflict(bao, MINE)
    assert [text for text in seen if "断层" in text] == ["练习断层一（虚构）", "乙的断层", "甲的断层"]
    assert rows(office, NAMES)[0][0] == "乙的断层"
    assert {old for (old,) in rows(office, OLD)} == {"练习断层一（虚构）", "甲的断层"}
    anna.wait(lambda: anna.fault("P1").name_zh == "乙的断层")
    assert anna.line("name_zh").text() == "乙的断层"


def test_take_theirs_over_mine(sit_down: SitDown, office: str) -> None:
    anna, bao = sit_down(home="anna"), sit_down(home="bao")
    both_rename(anna, bao)
    settle_conflict(bao, THEIRS)
    assert rows(office, NAMES)[0][0] == "甲的断层"
    assert bao.line("name_zh").text() == "甲的断层"
    assert not bao.workspace.contested

    # What Bao had typed is one undo away, on top of what Anna saved; and it is not offered again as unsaved.
    bao.key(Qt.Key.Key_Z, CONTROL)
    assert bao.line("name_zh").text() == "乙的断层"
    assert set(bao.session.saved) == {bao.fault("P1").id}
    bao.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    bao.leave()
    bao = sit_down(home="bao")
    assert not bao.session.saved
    rename(bao, "P1", "name_en", "Both names")
    bao.save()
    assert rows(office, NAMES) == [("甲的断层", "Both names")]


def test_edits_to_different_records_never_conflict(sit_down: SitDown, office: str) -> None:
    anna, bao = sit_down(home="anna"), sit_down(home="bao")
    rename(anna, "P1", "name_en", "One")
    rename(bao, "P2", "name_en", "Two")
    anna.save()
    bao.save()
    found = rows(office, "select code, name_en from faultgis.fault where code in ('P1', 'P2') order by code")
    assert found == [("P1", "One"), ("P2", "Two")]
    anna.wait(lambda: anna.fault("P2").name_en == "Two")
    assert bao.fault("P1").name_en == "One"
