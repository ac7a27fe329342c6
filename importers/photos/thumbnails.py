"""Small upright copies of photographs, made in a child process and kept by the content of the original."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from faultgis.errors import InputError

SIDE = 480
FOLDER = Path("cache") / "thumbnails"
MOST_BYTES = 256 * 1024**2
_SECONDS = 30.0
_STALE_S = 3600.0
_MEMORY = 2 * 1024**3
_LARGEST_DOTS = 400_000_000
_QUALITY = 82
_TOO_LARGE, _DAMAGED = 3, 4
_ROOT = Path(__file__).resolve().parents[2]


class Thumbnails:
    """The thumbnails under ``home/cache``, at most ``most`` bytes of them; the oldest make room."""

    def __init__(self, home: Path, most: int = MOST_BYTES) -> None:
        self.folder = home / FOLDER
        self.most = most

    def find(self, digest: str) -> Path | None:
        """The thumbnail of the photograph with this SHA-256, ``None`` where there is none yet."""
        path = self._place(digest)
        return path if path.is_file() else None

    def make(self, photo: Path, digest: str) -> Path:
        """The thumbnail, made in a child process if it is not there; a picture that kills its decoder kills
        the child alone. It appears under its name only when it is whole. May be called from any thread.

        Raises ``InputError``: ``photo.missing``, ``photo.no_thumbnail``, ``photo.too_large``.
        """
        present = self.find(digest)
        if present is not None:
            present.touch()
            return present
        if not photo.is_file():
            raise InputError("photo.missing", file=str(photo))
        target = self._place(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".part", dir=self.folder)
        os.close(handle)
        part = Path(name)
        try:
            self._draw(photo, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        self.prune()
        return target

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.jpg"

    def _draw(self, photo: Path, part: Path) -> None:
        command = [sys.executable, "-P", "-m", "importers.photos.thumbnails", str(photo), str(part)]
        places = os.pathsep.join(dict.fromkeys([str(_ROOT), *(place for place in sys.path if place)]))
        try:
            done = subprocess.run(
                command, env={**os.environ, "PYTHONPATH": places}, capture_output=True, timeout=_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise InputError("photo.no_thumbnail", file=str(photo)) from None
        if done.returncode == _TOO_LARGE:
            width, _, height = done.stdout.decode("ascii", "replace").strip().partition("x")
            raise InputError("photo.too_large", file=str(photo), width=width, height=height)
        if done.returncode or not part.stat().st_size:
            raise InputError("photo.no_thumbnail", file=str(photo))

    def prune(self) -> None:
        """Remove those unused longest until the rest fits, and what killed programs left half made."""
        found = []
        for part in self.folder.glob("*.part"):
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > _STALE_S:
                    part.unlink()
        for path in self.folder.glob("*/*.jpg"):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        spare = sum(size for _, size, _ in found) - self.most
        for _, size, path in sorted(found):
            if spare <= 0:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                spare -= size


def draw(photo: Path, target: Path) -> int:
    """Write a JPEG of at most ``SIDE`` dots along a side, turned as the camera was held, with nothing of the
    original's data beside the picture. Runs in the child; answers with its exit code."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # told apart from damage below
    try:
        with Image.open(photo, formats=("JPEG",)) as picture:
            width, height = picture.size
            if width * height > _LARGEST_DOTS:
                sys.stdout.write(f"{width}x{height}")
                return _TOO_LARGE
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((SIDE, SIDE))
            upright.save(target, "JPEG", quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, MemoryError):
        return _DAMAGED
    return 0


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _limit()
    sys.exit(draw(Path(sys.argv[1]), Path(sys.argv[2])))
