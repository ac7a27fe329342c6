"""What a calculation is: its name, its keys with their JSON types and meanings, and its schema."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

CARRIED = ("name", "lab", "role", "type", "note")
STATISTICS = "mean, median, mode, sd, q025, q16, q84, q975, hpd_68, hpd_95"
_NUMBER = {"type": "number"}
_FORMS = ("normal", "uniform", "triangle", "trapezoid", "lognormal", "samples")
# Types that JSON has no word for: a number that may be uncertain, and a range that may be one number for ±.
_WIDER: Mapping[str, dict[str, Any]] = {
    "distribution": {
        "anyOf": [
            _NUMBER,
            {
                "type": "object",
                "properties": {form: {"type": "array", "items": _NUMBER} for form in _FORMS}
                | {"truncate_sigma": _NUMBER},
                "additionalProperties": False,
            },
        ]
    },
    "table": {"type": ["array", "object"]},
    "span": {"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}]},
}


@dataclass(frozen=True)
class Key:
    """One key of an input or output: its JSON type, what it means (with unit), its default if any, whether
    an input cannot do without it, and whether an output may be null."""

    name: str
    type: str
    meaning: str
    default: Any = None
    required: bool = False
    nullable: bool = False

    @property
    def broadcasts(self) -> bool:
        """Whether a list in its place means one calculation per entry."""
        return self.type not in ("array", "span", "table")

    @property
    def schema(self) -> dict[str, Any]:
        """The key as JSON Schema."""
        plain = dict(_WIDER.get(self.type, {"type": [self.type, "null"] if self.nullable else self.type}))
        said: dict[str, Any] = {"description": self.meaning}
        if self.default is not None:
            said["default"] = self.default
        if not self.broadcasts:
            return said | plain
        return said | {"anyOf": [plain, {"type": "array", "items": plain}]}


@dataclass(frozen=True)
class Function:
    """A calculation: its name, what it does, its keys, and the function that is called with them."""

    name: str
    zh: str
    en: str
    inputs: tuple[Key, ...]
    outputs: tuple[Key, ...]
    run: Callable[..., dict[str, Any]]
    one_of: tuple[tuple[str, ...], ...] = ()

    def schema(self) -> dict[str, Any]:
        """JSON Schema of one input object and of its answer."""
        carried = {name: {"description": "carried through"} for name in CARRIED}
        asked: dict[str, Any] = {
            "type": "object",
            "properties": {key.name: key.schema for key in self.inputs} | carried,
            "additionalProperties": False,
        }
        if needed := [key.name for key in self.inputs if key.required]:
            asked["required"] = needed
        if self.one_of:
            asked["oneOf"] = [{"required": list(names)} for names in self.one_of]
        answer = {"type": "object", "properties": {key.name: key.schema for key in self.outputs} | carried}
        title = {"title": self.name, "description": f"{self.en} / {self.zh}"}
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", **title}
        return {**head, "input": asked, "output": answer}
