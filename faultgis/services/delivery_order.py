"""What is asked of a delivery, and what its names mean: template, mapping, secrecy rules, settings."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.exports import national_package
from faultgis.exports.national_secrecy import LEVELS, SecrecyRules, load_secrecy
from faultgis.national.mapping import Settings, TemplateMapping, load_mapping
from faultgis.national.rows import Note
from faultgis.national.template import Template, load
from faultgis.records.delivery import Delivery
from faultgis.records.survey import Survey
from faultgis.values import Document


@dataclass(frozen=True)
class Order:
    """What is to be delivered. ``out`` is the folder to be made; ``level`` the secrecy of the package
    (``None``: the survey's own), below the survey's only with a ``reason``; ``since`` the delivery that this
    one follows (0: a full one); ``score`` that of the quality gate and ``quality`` what
    the manifest says of it; ``say`` puts notes into the package's
    words (else they stand there as codes)."""

    out: Path
    formats: tuple[str, ...] = national_package.FORMATS
    template: str = "cn-survey"
    mapping: str = "cn-survey"
    level: int | None = None
    reason: str = ""
    recipient: str = ""
    since: int = 0
    multipart: str = "keep"
    exposure: str = ""
    secrecy_rules: str = "office"
    score: float | None = None
    quality: Mapping[str, Any] = field(default_factory=dict)
    say: Callable[[Note], str] | None = None


@dataclass(frozen=True)
class Ready:
    """All that decides the rows of a delivery but the records."""

    order: Order
    template: Template
    mapping: TemplateMapping
    rules: SecrecyRules
    level: int
    settings: Settings

    def told(self) -> dict[str, Any]:
        """The settings as the register keeps them: two deliveries are comparable where these are equal."""
        given = {key: value for key, value in asdict(self.settings).items() if key != "extra"}
        given["classes"] = list(self.settings.classes)
        rules = {"id": self.rules.id, "version": self.rules.version, "sha256": self.rules.sha256}
        return {**given, "secrecy_rules": rules, "template_sha256": _digest(Path(self.template.path))}


def ready_for(survey: Survey, order: Order) -> Ready:
    """An order checked, with all that its names mean. Raises as ``deliver``."""
    unknown = [name for name in order.formats if name not in national_package.FORMATS]
    if unknown or not order.formats:
        raise InputError(
            "delivery.format", format=", ".join(unknown), known=", ".join(national_package.FORMATS)
        )
    level = survey.secrecy if order.level is None else order.level
    if level not in LEVELS:
        raise InputError("delivery.level", level=level)
    if order.out.exists():
        raise InputError("export.exists", file=str(order.out))
    if level < survey.secrecy and not order.reason.strip():
        raise InputError("delivery.no_reason", level=level, survey=survey.secrecy)
    rules = load_secrecy(order.secrecy_rules)
    rule = rules.of(level, survey.secrecy)
    settings = Settings(
        division=survey.division,
        topic=survey.topic,
        multipart=order.multipart,
        decimals=rule.decimals,
        level=level,
        restricted=rule.restricted,
        exposure=order.exposure,
    )
    return Ready(order, load(order.template), load_mapping(order.mapping), rules, level, settings)


def refuse_incomparable(ready: Ready, before: Delivery) -> None:
    """What was delivered can be compared with what would be only if it was made in the same way.

    Raises ``InputError("delivery.not_comparable")``, which names what differs.
    """
    told = {
        "template": ready.template.id,
        "template_version": ready.template.version,
        "mapping": ready.mapping.id,
        "mapping_sha256": ready.mapping.sha256,
    }
    differing = [name for name, value in told.items() if getattr(before, name) != value]
    settings = Document(ready.told())
    differing += [
        name for name in {**settings, **before.settings} if settings.get(name) != before.settings.get(name)
    ]
    if differing:
        raise InputError("delivery.not_comparable", number=before.number, inputs=", ".join(differing))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
