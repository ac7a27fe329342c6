"""From records of ages to what the plots draw, and what is said below them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from faultgis.dating.radiocarbon import Measured
from faultgis.dating.ranges import Density
from faultgis.records.derived import ChronologyModel
from faultgis.records.sample import LabResult
from faultgis.services.calculating import compute
from faultgis.services.deriving import ladders
from faultgis.services.deriving.ladders import Drawn, Rung, drawn, drawn_of
from faultgis.services.deriving.stating import is_radiocarbon, radiocarbon_of
from ui.panels.age_list import reported
from ui.plots.calibration import CalibrationView
from ui.plots.curves import Shape, binned
from ui.plots.ladder import Row
from ui.words import tr
from ui.workspace import Ref, Workspace

KINDS = ("strat_unit", "paleo_event", "calibrated_age", "chronology_model", "event_age")
FLAGS = {
    "truncated": "cut at the old end of the curve",
    "post_bomb_possible": "may be younger than 1950",
    "f14c_space_advised": "better calibrated in F14C space",
}


NO_RESULTS = "No laboratory results here yet: add samples to the trench log, or import a table of results."


def hints(dated: bool) -> tuple[str, str, str]:
    """What stands where there is no age, no ladder and no event to draw: what to do first."""
    if not dated:
        return NO_RESULTS, NO_RESULTS, NO_RESULTS
    return (
        "Choose a result in the list: its calibrated age is drawn here.",
        "No chronology yet: “Make chronology” orders the ages as the units lie.",
        "The ages of the events come with the chronology.",
    )


def shape(density: Density) -> Shape:
    """A density as a plot draws it."""
    return Shape(density.years, density.mass)


def age_of(result: LabResult) -> CalibrationView:
    """The picture of one result. Raises ``InputError`` as its calibration does."""
    found = drawn(result)
    remarks = [tr(FLAGS[flag]) for flag in found.flags if flag in FLAGS]
    if found.curve:
        remarks.append(curve_word(found.curve))
    return _view(result.lab_code, reported(result), found, remarks)


def _view(name: str, told: str, found: Drawn, remarks: Sequence[str]) -> CalibrationView:
    said = found.density.as_json()
    return CalibrationView(
        name,
        shape(found.density),
        tuple((low, high, share) for low, high, share in said["hpd_68"]),
        tuple((low, high, share) for low, high, share in said["hpd_95"]),
        found.age,
        found.error,
        told,
        found.curve,
        found.years,
        found.curve_age,
        found.curve_error,
        tuple(remarks),
    )


def combined(results: Sequence[LabResult]) -> CalibrationView:
    """Replicates combined, with the test of whether they are of one thing. Raises ``InputError``."""
    chosen = [result for result in results if is_radiocarbon(result)]
    said = [radiocarbon_of(result) for result in chosen]
    told = compute("combine_c14", {"dates": [[s["c14_age"], s["c14_error"]] for s in said if "c14_age" in s]})
    name = str(said[0]["curve"])
    found = drawn_of(Measured(told["mean"], told["error"]), name)
    verdict = tr("they agree") if told["pass"] else tr("they do not agree: do not combine them")
    test = tr(
        "χ²: T = {t} ({limit} at 5 %, {dof} d.o.f.): {verdict}",
        t=f"{told['T']:.2f}",
        limit=f"{told['chi2_95']:.2f}",
        dof=told["dof"],
        verdict=verdict,
    )
    title = tr("{count} results combined", count=len(chosen))
    words = f"{told['mean']:.0f} ± {told['error']:.0f} BP"
    return _view(title, words, found, [test, curve_word(name)])


def curve_word(name: str) -> str:
    """A curve as it is cited."""
    names = {"intcal": "IntCal", "shcal": "SHCal", "marine": "Marine"}
    stem = next((stem for stem in names if name.startswith(stem)), "")
    return names[stem] + name.removeprefix(stem) if stem else name


def ladder(model: ChronologyModel) -> tuple[Row, ...]:
    """The lines of a chronology as they are drawn."""
    return tuple(_row(rung) for rung in ladders.rungs(model))


def _row(rung: Rung) -> Row:
    posterior = binned(rung.posterior) if rung.posterior else None
    ranges = tuple((r[0], r[1]) for r in rung.told.get("hpd_95", ()))
    name = {"base": tr("base of the sequence"), "top": tr("top of the sequence")}.get(rung.name, rung.name)
    note = f"A {rung.agreement:.0f} %" if rung.agreement is not None else ""
    return Row(
        name if rung.kind == "boundary" else rung.name,
        rung.kind,
        shape(rung.likelihood) if rung.likelihood is not None else None,
        posterior,
        ranges,
        rung.fixed,
        note or (f"{rung.fixed:.0f}" if rung.fixed is not None else ""),
        rung.low,
    )


def said(model: ChronologyModel) -> list[str]:
    """What has to be known of a chronology: agreement, convergence, what does not fit, what was assumed."""
    results = model.results
    lines = []
    for warning in results.get("warnings", ()):
        lines.append("⚠ " + _warning(warning))
    overall, r_hat = results.get("agreement_model"), results.get("r_hat")
    if overall is not None and r_hat is not None:
        lines.append(
            tr(
                "Model agreement {overall} % · R-hat {r_hat} · seed {seed}",
                overall=f"{overall:.0f}",
                r_hat=f"{r_hat:.3f}",
                seed=model.request.get("seed", ""),
            )
        )
    assumed = model.model.get("assumed", ())
    if assumed:
        pairs = tr(", ").join(f"{older} < {younger}" for older, younger in assumed[:4])
        lines.append(tr("Order taken from the levels, not from a stated contact: {pairs}", pairs=pairs))
    return lines


def _warning(warning: Mapping[str, Any]) -> str:
    if warning.get("code") == "sequence.low_agreement":
        return tr(
            "{date} disagrees with {against} (A = {agreement} %, below 60): one of them may be reworked or"
            " in the wrong unit",
            date=warning["date"],
            against=warning["against"],
            agreement=f"{warning['agreement']:.0f}",
        )
    return tr(
        "{name} has not converged (R-hat {r_hat}): make it anew with more sweeps",
        name=warning.get("name", ""),
        r_hat=f"{warning.get('r_hat', 0):.3f}",
    )


def site_of(workspace: Workspace, ref: Ref) -> UUID | None:
    """The trench site that a record belongs to."""
    kind, record = ref[0], workspace.record(ref)
    if record is None:
        return None
    if kind == "trench_site":
        return record.id
    if kind in ("lab_result", "calibrated_age"):
        record = workspace.record(("sample", getattr(record, "sample_id")))  # noqa: B009
    if kind == "event_age":
        record = workspace.record(("chronology_model", getattr(record, "chronology_id")))  # noqa: B009
    found: UUID | None = getattr(record, "site_id", None)
    trench_id: UUID | None = getattr(record, "trench_id", None)
    if found is None and trench_id is not None:
        found = getattr(workspace.record(("trench", trench_id)), "site_id", None)
    return found
