"""Joins core, database and importers into one program, for the desktop and the command line alike."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import resources
from db.cluster.server import PrivateServer
from db.engine import connect_engine, shown
from db.journal import EditJournal, open_journal
from db.listen import Listener
from db.schema import require, upgrade
from db.work import Database
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.editing import EditingSession
from faultgis.settings import default_home
from importers.clouds.leftovers import SCRATCH, compare, sweep
from importers.scratch import sweep_unpacked
from ui.words import tr

__all__ = ["Program", "default_home", "open_program"]

DEMO_SURVEYS: tuple[Mapping[str, Any], ...] = (
    {
        "survey": Survey(
            code="himatibet",
            name_zh="喜马拉雅—青藏活动构造（演示）",
            name_en="HimaTibet active structures (demo)",
            description="HimaTibetMap 1.1; location accuracy several kilometres",
            mapping_scale=1_000_000,
            attribution="HimaTibetMap 1.1 © Taylor, Yin, Styron, Okoronkwo (ODC-BY 1.0) · GEBCO 2023",
            basemap="demo/gebco_west_tianshan.tif",
            publication="published",
        ),
        "file": "demo/himatibet_200.geojson",
        "mapping": "himatibet",
        "crs": "EPSG:4326",
    },
    {
        "survey": Survey(
            code="practice",
            name_zh="1:5 万填图练习（虚构）",
            name_en="Practice 1:50,000 (constructed)",
            description="Constructed faults on real lidar terrain: no fault runs there",
            mapping_scale=50_000,
            attribution="虚构断层 constructed faults · lidar: RVT_py (Apache-2.0)",
            constructed=True,
            basemap="demo/practice_lidar_1m.tif",
        ),
        "file": "demo/practice.geojson",
        "mapping": None,
        "crs": "EPSG:4490",
    },
)


class Program:
    """One running FaultGIS: its database, and what desktop and command line do with it."""

    def __init__(self, home: Path, url: str, server: PrivateServer | None) -> None:
        self.home = home
        self.url = url
        self.server = server
        self.journal: EditJournal | None = None
        self.engine = connect_engine(url)
        self.store = Database(self.engine)

    @property
    def place(self) -> str:
        """Where the database is in words, without a password."""
        if self.server is None:
            return shown(self.url)
        return tr("on this computer, in {folder}", folder=self.server.folder)

    def open_session(self, code: str, progress: Progress | None = None) -> EditingSession:
        """All records of the survey, with its edit journal attached."""
        survey = self.store.survey(code)
        records = self.store.load(survey.id, progress=progress)
        if self.journal is not None:
            # The same survey opened again must find its own file free, and its unsaved edits in it.
            self.journal.close()
        journal = self.journal = open_journal(self.home / "journals", survey.id, shown(self.url))
        session = EditingSession(survey, records, journal)
        if journal.recover() is None:
            # All was saved; what is left is the undo history of the last session.
            session.restore(journal.read())
        return session

    def recovered(self, session: EditingSession) -> Any:
        """What the survey's journal holds that never reached the database, or ``None``."""
        journal = session.journal
        return journal.recover() if isinstance(journal, EditJournal) else None

    def work_as(self, user: str) -> None:
        """Name this user in the history of what is saved from now on (empty: the login)."""
        self.store.user = user

    def create_survey(self, survey: Survey) -> Survey:
        """Make a new survey project."""
        return self.store.create_survey(survey)

    def listen(self) -> Listener:
        """A connection that tells of others' saves; a private server that has died is started again."""
        if self.server is not None:
            self.server.start()
        return Listener(self.url)

    def history(self, kind: str, record_id: UUID) -> Sequence[Any]:
        """The saved states of a record, newest first."""
        return self.store.history(kind, record_id)[::-1]

    def inspect(
        self, path: Path, files: Sequence[Path] | None = None, progress: Progress | None = None
    ) -> Any:
        """What a file or folder holds; with ``files`` these as photographs."""
        from importers.photos.reading import inspect_photos
        from importers.registry import inspect

        return inspect(path, progress) if files is None else inspect_photos(path, files, progress)

    def photos(self, path: Path, survey: Survey, files: Sequence[Path] | None, count: int) -> Sequence[Any]:
        """The first photographs that have a position, as they would come in."""
        from importers.photos.reading import sample_photos

        return sample_photos(path, survey, files, count)

    def thumbnail(self, path: Path, digest: str) -> Path:
        """A small copy of a photograph, made once and then kept."""
        from importers.photos.thumbnails import Thumbnails

        return Thumbnails(self.home).make(path, digest)

    def sample(
        self, path: Path, count: int = 3, **options: Any
    ) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """The columns of a file's first layer and its first rows as text, to look at before an import."""
        if options.get("kind") in ("samples", "chronologies", "oxcal"):
            from importers.tables.door import first_rows

            return first_rows(path, str(options["kind"]), options.get("layer"), options.get("encoding"))
        from importers import measurement_tables, point_tables, strabospot, survey_package
        from importers.registry import is_national
        from importers.vector.ogr import open_layers

        if options.get("layer") is None and is_national(path, options.get("kind")):
            return (), ()  # its classes are told instead
        if options.get("kind") is None and (survey_package.recognise(path) or strabospot.recognise(path)):
            return (), ()  # records, not rows
        wanted = {key: options.get(key) for key in ("layer", "crs", "encoding")}
        in_table = point_tables.recognise(path)
        if not in_table and measurement_tables.recognise(path, options.get("encoding")):
            return measurement_tables.first_rows(path, count, options.get("layer"), options.get("encoding"))
        if in_table:
            layers = point_tables.layers(path, **wanted)
        else:
            layers = open_layers(path, **wanted, sliced=True)
        if not layers:
            return (), ()
        shown_rows = [
            [_cell(feature.values.get(name)) for name in layers[0].fields]
            for feature in islice(layers[0].features, count)
        ]
        return layers[0].fields, shown_rows

    def import_file(
        self, path: Path, survey: Survey, files: Sequence[Path] | None = None, **options: Any
    ) -> Any:
        """Read a file (or ``files`` of a folder as photographs), check it and save it into the survey: an
        ``ImportReport`` (``services.importing``)."""
        from faultgis.services.importing import import_file
        from importers.registry import read, these

        reader = read if files is None else these(files)
        return import_file(self.store, reader, path, survey, **options)

    def read_table(self, path: Path, encoding: str | None = None) -> Mapping[str, Sequence[Sequence[str]]]:
        """The cells of a workbook's or text file's sheets as text, by sheet."""
        from importers.tables.door import sheets_of

        found = {}
        for sheet in sheets_of(path, encoding):
            rows, columns = sheet.size
            cells = (sheet.row(number, columns) for number in range(1, rows + 1))
            found[sheet.name] = [[cell.text for cell in row] for row in cells]
        return found

    def look_at_cloud(self, path: Path) -> Any:
        """What a point cloud says of itself, without decoding a point."""
        from importers.clouds.preflight import look

        return look(path)

    def import_clouds(
        self,
        files: Sequence[Path],
        survey: Survey,
        progress: Progress,
        *,
        copies_to: Path | None = None,
        accuracy_m: float | None = None,
        local_grid: str = "",
        **options: Any,
    ) -> Any:
        """Take point clouds and their terrain into the survey: a ``CloudReport`` (``services.clouds``)."""
        from faultgis.services.clouds import import_clouds
        from importers.clouds.order import Order
        from importers.clouds.staging import Stager

        order = Order(tuple(files), self.home / SCRATCH, self.home / SCRATCH, **options)
        stager = Stager(self.home, shown(self.url), order, copies_to)
        given: dict[str, Any] = {"accuracy_m": accuracy_m, "local_grid": local_grid}
        return import_clouds(self.store, survey, stager, **given, progress=progress)

    def settle_imports(self) -> int:
        """Remove the files of imports of clouds that were interrupted before this database had them."""

        def in_database(survey_id: UUID, batch_id: UUID) -> bool | None:
            from faultgis.services.clouds import committed

            return committed(self.store, survey_id, batch_id)

        return compare(self.home, shown(self.url), in_database)

    def loose_files(self, remove: bool = False) -> Sequence[tuple[Path, int]]:
        """Files of the archive that no record of this database refers to, with their sizes; ``remove`` takes
        them away."""
        from importers.clouds.loose import loose_files

        present = [self.store.load(s.id, ("point_cloud", "raster")) for s in self.store.surveys()]
        originals, products = (
            {str(getattr(record, "path", "")) for of_survey in present for record in of_survey[kind]}
            for kind in ("point_cloud", "raster")
        )
        return loose_files(self.home, shown(self.url), originals, products, remove)

    @property
    def actor(self) -> str:
        """Who works: the name given, else the login."""
        return self.store.user or self.engine.url.username or ""

    def basemap(self, survey: Survey) -> Path | None:
        """The survey's relief, where it has one: a file path, or a name within the shipped resources."""
        if not survey.basemap:
            return None
        own = Path(survey.basemap)
        return own if own.is_absolute() else resources.path(survey.basemap)

    def load_demo(self, progress: Progress | None = None) -> list[str]:
        """Load the demo surveys that this database does not hold yet; return the codes of those loaded."""
        have = {survey.code for survey in self.store.surveys()}
        loaded = []
        for demo in DEMO_SURVEYS:
            if demo["survey"].code in have:
                continue
            if progress is not None:
                progress.report("demo.loading")
            self._load(demo, progress)
            loaded.append(demo["survey"].code)
        return loaded

    def _load(self, demo: Mapping[str, Any], progress: Progress | None) -> None:
        survey = self.store.create_survey(demo["survey"])
        options = {"mapping": demo["mapping"], "crs": demo["crs"], "progress": progress}
        try:
            self.import_file(resources.path(demo["file"]), survey, **options)
        except BaseException:
            self.store.delete_survey(survey)
            raise

    def load_demo_once(self, progress: Progress | None = None) -> list[str]:
        """Load the demo surveys into the private database the first time; a survey that the user deleted
        later stays away."""
        flag = self.home / "demo-loaded"
        if self.server is None or flag.exists():
            return []
        loaded = self.load_demo(progress)
        flag.touch()
        return loaded

    def close(self) -> None:
        """Let go of the database; the last program out stops the private server."""
        if self.journal is not None:
            self.journal.close()
        self.engine.dispose()
        if self.server is not None:
            self.server.release()


def read_sites(path: Path, **options: Any) -> Sequence[Any]:
    """The sites of a file to be asked about (``importers.sites``)."""
    from importers.sites import read_sites as read

    return read(path, **options)


def open_program(database: str | None, home: Path, progress: Progress | None = None) -> Program:
    """Open the database at this URL, or the user's private one (created, started and brought to this
    program's schema as needed). A team's database is never migrated by itself: a schema that does not fit is
    an error that says what to do."""
    sweep(home)
    sweep_unpacked()
    if database is not None:
        require(database)
        return _settled(Program(home, database, None))
    server = PrivateServer(home)
    server.start(progress)
    try:
        upgrade(server.owner_url, progress)
        return _settled(Program(home, server.url, server))
    except BaseException:
        server.release()
        raise


def _settled(program: Program) -> Program:
    program.settle_imports()
    return program


def _cell(value: Any) -> str:
    """A cell as people read it: whole numbers without ``.0``."""
    if value is None:
        return ""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
