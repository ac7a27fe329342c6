"""Clouds on their way into the archive: looked at, copied beside it, made into terrain, and let in at last.

Implements ``faultgis.services.cloud_facts.Staging`` and ``Stage``.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from faultgis.errors import DatabaseError, FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.files import Raster
from faultgis.services.cloud_facts import Made
from importers.clouds import child, facts, pipeline, scratch
from importers.clouds.archive import MAKING, PRODUCTS, Archive, Copy, copied
from importers.clouds.order import Order
from importers.clouds.placing import Place, place
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.publishing import stem
from importers.clouds.unrecorded import Note, Unrecorded

# What the rasters depend on, besides the files.
_SETTINGS = (
    "crs",
    "vertical",
    "resolution",
    "ground",
    "preset",
    "fill",
    "products",
    "salvage",
    "noise",
    "dtm",
    "max_edge",
)


@dataclass(frozen=True)
class Product:
    """A raster that was made and waits beside the products."""

    kind: str
    name: str
    file: Path
    digest: str
    size: int

    @property
    def suffix(self) -> str:
        """What follows the digest in the file's name."""
        return f"_{self.name}.tif"


@dataclass(frozen=True)
class Stager:
    """Stages the clouds of an order; ``database`` names where their records will go. ``order.out`` is where
    copies of the products go, ``None`` where nobody wants any."""

    home: Path
    database: str
    order: Order
    copies_to: Path | None = None

    @contextlib.contextmanager
    def __call__(self, survey: UUID, progress: Progress) -> Iterator["Staged"]:
        """Look, copy, and be ready to make. Raises ``InputError`` as ``Order.check``, ``look``, ``place`` and
        ``Archive.staged`` do, and ``cloud.same_file``."""
        self.order.check()
        infos = [look(file) for file in self.order.files]
        where = place([i for i in infos if i.count] or infos, self.order.crs, self.order.vertical)
        with (
            Archive(self.home).staged(self.order.files, progress) as copies,
            scratch.folder(self.home / PRODUCTS, MAKING) as making,
        ):
            _refuse_twins(copies)
            order = replace(self.order, out=making, counted=True)
            yield Staged(self, survey, order, infos, where, copies, progress)


class Staged:
    """Clouds that wait beside the archive (``faultgis.services.cloud_facts.Stage``)."""

    def __init__(
        self,
        stager: Stager,
        survey: UUID,
        order: Order,
        infos: Sequence[CloudInfo],
        where: Place,
        copies: Sequence[Copy],
        progress: Progress,
    ) -> None:
        self._stager, self._survey, self._order = stager, survey, order
        self._infos, self._where, self._copies, self._progress = infos, where, copies, progress
        self._archive, self._products = Archive(stager.home), Archive(stager.home, PRODUCTS)
        self._made: list[Product] = []

    @property
    def names(self) -> list[str]:
        """The files' names."""
        return [file.name for file in self._order.files]

    @property
    def digests(self) -> list[str]:
        """The SHA-256 of each file."""
        return [copy.digest for copy in self._copies]

    @property
    def crs(self) -> str:
        """The system of the products in metres; empty in a local grid."""
        return self._where.crs

    @property
    def crs_declared(self) -> str:
        """What the user said of the system."""
        return self._order.crs or ""

    @property
    def vertical_datum(self) -> str:
        """The datum of heights; empty: not stated."""
        return self._where.height_datum

    @property
    def parameters(self) -> dict[str, Any]:
        """The settings of the order."""
        found = asdict(self._order)
        return {name: list(v) if isinstance(v := found[name], tuple) else v for name in _SETTINGS}

    def holds(self, raster: Raster) -> bool:
        """Whether a raster's file is at hand, as large as it was."""
        path = self._products.folder / raster.path
        return path.is_file() and path.stat().st_size == raster.size_bytes

    def make(self) -> Made:
        """Terrain of the clouds, made in a child process."""
        order = self._order
        found = child.run(pipeline.run, order, progress=self._progress, file=order.files[0])
        counted, frame = found.pop("counted"), found.pop("frame")
        kinds = [kind for kind in order.products if kind in found]
        self._made = [self._product(kind, Path(found[kind])) for kind in kinds]
        for product in self._made:
            found[product.kind] = str(self._products.place(product.digest, product.suffix))
        clouds = [
            facts.of_cloud(info, told, copy.digest, self._archive.place(copy.digest, copy.suffix))
            for info, told, copy in zip(self._infos, counted, self._copies, strict=True)
        ]
        rasters = [
            facts.of_raster(
                product.kind, product.name, Path(found[product.kind]), product.digest, product.size, frame
            )
            for product in self._made
        ]
        return Made(clouds, rasters, {**found, "originals": self._originals()})

    def _originals(self) -> list[dict[str, str]]:
        pairs = zip(self._order.files, self._copies, strict=True)
        return [{"file": str(file), "sha256": copy.digest} for file, copy in pairs]

    def _product(self, kind: str, file: Path) -> Product:
        size = file.stat().st_size
        digest = copied(file, None, size, self._progress)
        with file.open("rb") as written:
            os.fsync(written.fileno())
        name = f"{stem(self._order)}_{kind}_{self._order.resolution:g}m"
        return Product(kind, name, file, digest, size)

    @contextlib.contextmanager
    def keep(self, batch: UUID) -> Iterator[None]:
        """The files get their names in the archive and among the products. Taken back where the save is
        known to have failed; where nobody knows, the note stays for the next start.

        Raises ``InputError("cloud.archive_failed")``.
        """
        unrecorded = Unrecorded(self._stager.home)
        with unrecorded.alone():
            note = self._note(unrecorded, batch)
            unrecorded.write(note)
            try:
                self._enter()
                yield
            except DatabaseError:
                raise
            except FaultGISError:
                unrecorded.take_back(note)
                raise
            unrecorded.forget(note)
        self._hand_out()

    def _note(self, unrecorded: Unrecorded, batch: UUID) -> Note:
        home = self._stager.home
        originals = [self._archive.place(copy.digest, copy.suffix) for copy in self._copies]
        products = [self._products.place(product.digest, product.suffix) for product in self._made]
        paths = [*originals, *products]
        new = tuple(str(path.relative_to(home)) for path in paths if not path.exists())
        unrecorded.adopt([str(path.relative_to(home)) for path in paths if path.exists()])
        return Note(self._stager.database, self._survey, batch, new)

    def _enter(self) -> None:
        for copy in self._copies:
            copy.settle()
        for product in self._made:
            try:
                self._products.placed(product.file, product.digest, product.suffix, product.size)
            except OSError as error:
                reason = error.strerror or str(error)
                raise InputError("cloud.archive_failed", file=product.file.name, reason=reason) from error

    def _hand_out(self) -> None:
        """Copies of the products under names that people read."""
        out = self._stager.copies_to
        if out is None:
            return
        try:
            out.mkdir(parents=True, exist_ok=True)
            for product in self._made:
                kept = self._products.place(product.digest, product.suffix)
                fresh = out / f".{product.file.name}.{os.getpid()}.tmp"
                shutil.copyfile(kept, fresh)
                fresh.replace(out / product.file.name)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError("cloud.copies_failed", file=str(out), reason=reason) from error


def _refuse_twins(copies: Sequence[Copy]) -> None:
    seen: dict[str, Path] = {}
    for copy in copies:
        other = seen.setdefault(copy.digest, copy.file)
        if other is not copy.file:
            raise InputError("cloud.same_file", file=str(copy.file), other=other.name)
