"""Every file of the collection: a result or a clear error, quickly, and nothing on the error channel."""

from pathlib import Path

import pytest

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.vector.ogr import inspect
from ui import words

FOLDERS = ("formats", "judges", "field", "lidar", "paleo", "earthquakes", "encodings", "basemap", "faults")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def english() -> None:
    words.use("en")


def assert_told(error: InputError, path: Path) -> None:
    """The error names the file and has a sentence, in both languages, without a hole in it."""
    assert error.file == str(path)
    for language in words.LANGUAGES:
        words.use(language)
        said = words.error_sentence(error) + words.error_help(error)
        assert error.code not in said
        assert "{" not in said.replace(str(error.params.get("reason", "")), "")


@pytest.mark.parametrize("folder", FOLDERS)
def test_inspect_answers(shared: Path, folder: str, capfd: pytest.CaptureFixture[str]) -> None:
    answered = 0
    for path in files(shared / "data" / folder):
        try:
            info = inspect(path)
            names = [layer.name for layer in info.layers]
            assert names
            assert len(names) == len(set(names))
            for problem in info.problems:
                assert words.known(problem.code), problem.code
            answered += 1
        except InputError as error:
            assert_told(error, path)
    assert capfd.readouterr().err == ""
    assert answered or folder in ("lidar", "earthquakes", "field")


@pytest.mark.parametrize("folder", FOLDERS)
def test_reading_accounts_for_every_feature(
    shared: Path, folder: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in files(shared / "data" / folder):
        try:
            counts = {layer.name: layer.features for layer in inspect(path).layers}
            batches = registry.read(path, Survey(code="T"), crs="EPSG:4326")
        except InputError as error:
            assert_told(error, path)
            continue
        for batch in batches:
            told = {*(w.code for w in batch.warnings), *(r.code for r in batch.rejected)}
            assert [code for code in told if not words.known(code)] == []
            assert not [w for w in batch.warnings if "/faultgis-" in str(w.params)]
            assert batch.read == counts[batch.layer]
            main = {"traces": "Trace", "observations": "ObservationPoint"}[batch.kind]
            kept = sum(type(record).__name__ == main for record in batch.records)
            assert kept + len(batch.rejected) == batch.read
    assert capfd.readouterr().err == ""
