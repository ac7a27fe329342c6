"""What is handed out: six packages side by side, a wheel with all they need, no trace of a build machine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("faultgis", "ui", "importers", "db", "migrations", "resources")
IGNORED = {
    ".git",
    ".home",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "build",
    "dist",
    "faultgis-demo",
    "faultgis.egg-info",
}
REGISTRIES = r"(?:index-url|find-links|registry)[ =:]+[\"']?(?:https?:|file:|/)"
# In two pieces, so that this file does not hold what it looks for.
MACHINES = "|".join((r"(?<![\w.~-])/wo" + r"rk/", r"(?<![\w.~-])/ro" + r"ot/"))


@cache
def _committed() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        names = [name for name in listed.stdout.split("\0") if name]
    except (FileNotFoundError, subprocess.CalledProcessError):
        return _all_files()  # a copy without git
    return [path for path in map(ROOT.joinpath, names) if path.is_file()]


def _all_files() -> list[Path]:
    files = (path for path in ROOT.rglob("*") if path.is_file())
    return [f for f in files if not IGNORED & set(f.relative_to(ROOT).parts) and f.suffix != ".mo"]


def _texts() -> dict[Path, str]:
    found = {}
    for path in _committed():
        content = path.read_bytes()
        if b"\0" not in content[:8000] and path != Path(__file__).resolve():
            found[path.relative_to(ROOT)] = content.decode("utf-8", "replace")
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: building leaves files in the folder it builds from."""
    copy, built = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for path in _committed():
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", str(built)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(copy)], check=True, timeout=120)
    return next(built.glob("*.whl"))


def test_the_six_packages_stand_side_by_side() -> None:
    for name in PACKAGES:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        assert Path(spec.origin).resolve() == ROOT / name / "__init__.py"
        assert (ROOT / name / "py.typed").is_file()


def test_nothing_else_stands_beside_them_as_a_package() -> None:
    beside = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert beside - {"benchmarks"} == set(PACKAGES)


def test_the_wheel_holds_all_that_the_packages_read(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {
        str(path.relative_to(ROOT)) for path in _committed() if path.relative_to(ROOT).parts[0] in PACKAGES
    }
    assert wanted - held == set()
    kinds = ("po", "json", "svg", "tif", "geojson", "toml", "sql", "mako", "typed", "qml")
    present = {name.rpartition(".")[2] for name in held}
    assert {kind for kind in kinds if any(name.endswith(f".{kind}") for name in wanted)} <= present
    assert {"resources/words/zh/database.po", "migrations/script.py.mako"} <= held
    assert any(name.startswith("migrations/sql/") for name in held)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_program_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    run = "import sys; sys.path.insert(0, sys.argv.pop(1)); from ui.cli.main import run; run()"
    arguments = [str(tmp_path / "installed"), "--lang", "zh", "sheet", "102.2644", "27.8945"]
    done = subprocess.run(
        [sys.executable, "-c", run, *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "G48E001002" in done.stdout


def test_the_commands_that_the_project_names_exist() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for target in {**project["scripts"], **project["gui-scripts"]}.values():
        module, _, function = target.partition(":")
        spec = find_spec(module)
        assert spec is not None
        assert spec.origin is not None
        assert f"def {function}(" in Path(spec.origin).read_text(encoding="utf-8")


def test_every_package_is_pinned_with_its_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[\w\[\]-]+==)", lock, flags=re.MULTILINE)[1:]
    assert len(pins) > 40
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pinned = {re.split(r"[\[=]", pin)[0] for pin in pins}
    assert {re.split(r"[\[<>=]", name)[0] for name in wanted} - pinned == set()


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINES], ids=["registries", "folders of a build machine"])
def test_no_file_names(pattern: str) -> None:
    hits = [f"{path}: {found[0]}" for path, text in _texts().items() if (found := re.search(pattern, text))]
    assert hits == []
