"""A photograph in the record panel: thumbnail, what it says of itself, the way to the full picture."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PyQt6.QtWidgets import QApplication, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import Media
from ui import words
from ui.forms.photo_facts import PICTURES, facts, tip
from ui.forms.widgets import Button
from ui.panels.picture import PictureWindow
from ui.words import tr
from ui.workspace import Ref, Workspace

Thumbnail = Callable[[Path, str], Path]
HEIGHT = 220
LANE = "thumbnails"


class PhotoCard(QWidget):
    """Follows the record panel. Files are looked at and thumbnails made in a lane of their own, never waited
    for; over the map they show as tips. Without a program to make them (``join``) only the words show."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._thumbnail: Thumbnail | None = None
        self._photo: Media | None = None
        self._made: dict[str, Path] = {}
        self._asked: set[str] = set()
        self._windows: list[PictureWindow] = []
        self._map: Any = None
        self._tipped: tuple[Media, QPoint] | None = None
        self.picture = Picture(self.open_picture)
        self.problem, self.facts = QLabel(), QLabel()
        for label in (self.problem, self.facts):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.setProperty("problem", True)
        self.open = Button("Open picture", self.open_picture, icon="search")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(8)
        for widget in (self.picture, self.problem, self.facts, self.open):
            layout.addWidget(widget)
        layout.setAlignment(self.open, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def join(self, thumbnail: Thumbnail) -> None:
        """Have thumbnails made by this from now on."""
        self._thumbnail = thumbnail

    def follow(self, view: QWidget, select: Any) -> None:
        """Show tips over this map's photos, and open the one that its select tool is clicked on twice."""
        self._map = view
        view.installEventFilter(self)
        select.opened.connect(self._open_ref)

    def show_record(self, record: AnyRecord | None) -> None:
        """Show this record if it is a picture, else nothing."""
        photo = record if isinstance(record, Media) and record.kind in PICTURES else None
        old, self._photo = self._photo, photo
        self.setVisible(photo is not None)
        if photo is None:
            return
        self.facts.setText("\n".join(facts(photo)))
        same = old is not None and (old.id, old.path) == (photo.id, photo.path)
        if not same or self.problem.isVisibleTo(self):  # what failed is tried again
            self._say(None)
            self.picture.show_file(self._made.get(photo.sha256))
            self._ask(photo)

    def _say(self, error: FaultGISError | None) -> None:
        said = () if error is None else (words.error_sentence(error), words.error_help(error))
        self.problem.setText("\n".join(filter(None, said)))
        self.problem.setVisible(bool(said))
        self.open.setEnabled(error is None or error.code != "photo.missing")

    def _ask(self, photo: Media) -> None:
        """Look whether the file is there and have its thumbnail made, in the background."""
        make, digest, path = self._thumbnail, photo.sha256, Path(photo.path)
        if make is None or not digest or digest in self._asked:
            return
        self._asked.add(digest)

        def work(_progress: Progress) -> tuple[Path, bool]:
            return make(path, digest), path.is_file()

        def done(found: tuple[Path, bool]) -> None:
            self._made[digest], there = found
            self._answered(digest, None if there else FaultGISError("photo.missing", file=str(path)))

        title = tr("Making a thumbnail")
        jobs = self._workspace.jobs
        jobs.run(title, work, done, lambda error: self._answered(digest, error), lane=LANE, quiet=True)

    def _answered(self, digest: str, error: FaultGISError | None) -> None:
        self._asked.discard(digest)
        if self._tipped is not None and self._tipped[0].sha256 == digest and QToolTip.isVisible():
            self._show_tip()
        if self._photo is not None and self._photo.sha256 == digest:
            self.picture.show_file(self._made.get(digest))
            self._say(error)

    # The full picture

    def open_picture(self) -> None:
        """Open the shown photograph in a window of its own."""
        if self._photo is not None:
            self._open(self._photo)

    def _open_ref(self, ref: Ref) -> None:
        record = self._workspace.record(ref)
        if isinstance(record, Media) and record.kind in PICTURES:
            self._open(record)

    def _open(self, photo: Media) -> None:
        self._windows = [window for window in self._windows if window.isVisible()]
        window = PictureWindow(Path(photo.path), self._workspace.jobs, self.window())
        self._windows.append(window)
        window.show()

    # Tips over the map

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return False
        hit = (self._workspace.record(ref) for ref in self._map.hit(event.pos().toPointF()))
        photo = next((r for r in hit if isinstance(r, Media) and r.kind in PICTURES), None)
        if photo is None:
            QToolTip.hideText()
            return False
        if photo.sha256 not in self._made:
            self._ask(photo)
        self._tipped = photo, event.globalPos()
        self._show_tip()
        return True

    def _show_tip(self) -> None:
        if self._tipped is not None:
            photo, place = self._tipped
            QToolTip.showText(place, tip(photo, self._made.get(photo.sha256)), self._map)
            # Other tips are plain text, whatever a name looks like; here is a picture, and words are escaped.
            for label in QApplication.topLevelWidgets():
                if isinstance(label, QLabel) and label.windowType() == Qt.WindowType.ToolTip:
                    label.setTextFormat(Qt.TextFormat.RichText)
                    label.resize(label.sizeHint())

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange and self._photo is not None:
            self.facts.setText("\n".join(facts(self._photo)))


class Picture(QWidget):
    """The thumbnail, as wide as the panel and at most ``HEIGHT`` high; a double click opens the picture."""

    def __init__(self, opened: Callable[[], None]) -> None:
        super().__init__()
        self._opened = opened
        self.pixmap = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_file(None)

    def show_file(self, path: Path | None) -> None:
        """Show this thumbnail; ``None``: there is none."""
        self.pixmap = QPixmap(str(path)) if path is not None else QPixmap()
        self.setVisible(not self.pixmap.isNull())
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(HEIGHT, round(width * self.pixmap.height() / max(1, self.pixmap.width())))

    def sizeHint(self) -> QSize:
        return QSize(HEIGHT, self.heightForWidth(HEIGHT))

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        if self.pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawPixmap(QRect(QPoint(0, 0), size), self.pixmap)

    def mouseDoubleClickEvent(self, _event: QMouseEvent | None) -> None:
        self._opened()
