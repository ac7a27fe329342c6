"""What a calculation is: its name, its keys with their JSON types and meanings, and its schema."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CARRIED = ("name", "lab", "role", "type", "note")


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
    def schema(self) -> dict[str, Any]:
        """The key as JSON Schema."""
        plain: dict[str, Any] = {"type": [self.type, "null"] if self.nullable else self.type}
        said: dict[str, Any] = {"description": self.meaning}
        if self.default is not None:
            said["default"] = self.default
        if self.type == "array":
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
