"""Logic of flags: what a field point is said to be, and what a landform's rupture is."""

from collections import defaultdict
from collections.abc import Iterator

from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check

PARENT, LINK = "GeologicalSvyPoint", "GeologicalSvyPointID"
CHILDREN = {
    "IsFaultPoint": ("FaultSvyPoint",),
    "IsGeomorphPoint": ("GeoGeomorphySvyPoint", "GeomorphyPoint"),
    "IsStratigraphyPoint": ("StratigraphySvyPoint", "StraAttitude"),
}


@check("QC-LOG-012")
def flags_and_children(given: Given) -> Iterator[Finding | None]:
    """A field point is flagged as what it has rows of, and has rows of what it is flagged as."""
    described = given.package.template.find(PARENT)
    for flag, classes in given.parameter("children", CHILDREN).items():
        children: dict[str, list[str]] = defaultdict(list)
        for name in classes:
            for row in given.package.of(name):
                children[str(row.values.get(LINK)).strip()].append(name)
        for row in given.package.of(PARENT):
            key = row.code(described.key).strip() if described else ""
            has, flagged = children.get(key, []), given.number(row, flag) == 1
            if flagged and not has:
                yield given.wrong(row, flag, "missing", classes=", ".join(classes))
            elif has and not flagged:
                fix = given.mend(row, flag, 1, "fix.value")
                yield given.wrong(row, flag, "unflagged", fix=fix, classes=has[0], count=len(has))
            else:
                yield None


@check("QC-LOG-013")
def kind_of_rupture(given: Given) -> Iterator[Finding | None]:
    """What is a surface rupture says of which kind."""
    for each, rows in given.classes():
        if each.field("IsSurfaceRuptureBelt") is None or each.field("FractureType") is None:
            continue
        for row in rows:
            flag = given.number(row, "IsSurfaceRuptureBelt")
            if flag is not None:
                lacking = flag == 1 and given.empty(row.values.get("FractureType"))
                yield given.wrong(row, "FractureType") if lacking else None
