"""A half-drawn line: its vertices with their own undo, kept in the journal after each one."""

from typing import Any

Place = tuple[float, float]


class Sketch:
    """Vertices in degrees. A step adds one or several (a freehand stroke); undo and redo go by steps; a
    cancelled sketch can be brought back."""

    def __init__(self) -> None:
        self.steps: list[list[Place]] = []
        self.undone: list[list[Place]] = []
        self.dropped: list[list[Place]] = []
        self._points: list[Place] = []

    def __bool__(self) -> bool:
        return bool(self.steps)

    @property
    def points(self) -> list[Place]:
        """The vertices so far."""
        return self._points

    def _settle(self) -> None:
        self._points = [place for step in self.steps for place in step]

    def add(self, *places: Place) -> bool:
        """Append vertices as one step; one on the last vertex is left out. Say whether anything was added."""
        fresh: list[Place] = []
        last = self._points[-1] if self._points else None
        for place in places:
            if place != last:
                fresh.append(place)
                last = place
        if not fresh:
            return False
        self.steps.append(fresh)
        self._points.extend(fresh)
        self.undone.clear()
        self.dropped = []
        return True

    def undo(self) -> bool:
        """Take the last step back, or bring a cancelled sketch back."""
        if self.steps:
            self.undone.append(self.steps.pop())
            self._settle()
            return True
        if self.dropped:
            self.steps, self.dropped = self.dropped, []
            self._settle()
            return True
        return False

    def redo(self) -> bool:
        """Add the step that was taken back last again."""
        if not self.undone:
            return False
        self.steps.append(self.undone.pop())
        self._settle()
        return True

    def cancel(self) -> None:
        """Drop everything; ``undo`` brings it back."""
        if self.steps:
            self.dropped = self.steps
        self.steps, self.undone = [], []
        self._settle()

    def clear(self) -> None:
        """The sketch became a trace, or was given up for good."""
        self.steps, self.undone, self.dropped = [], [], []
        self._settle()

    def state(self) -> dict[str, Any]:
        """The sketch as plain values."""
        return {"steps": self.steps, "undone": self.undone, "dropped": self.dropped}

    def restore(self, state: dict[str, Any]) -> None:
        """Take over what ``state`` gave, e.g. after a crash."""
        for name in ("steps", "undone", "dropped"):
            steps = state.get(name) or []
            setattr(self, name, [[(float(x), float(y)) for x, y in step] for step in steps])
        self._settle()
