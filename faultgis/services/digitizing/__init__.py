"""Drawing and correcting traces: each function answers with the ``Edit`` that does it and changes nothing.

Geometry is in CGCS2000 degrees. What hangs on a trace follows it: stretches keep their place on the ground,
left and right swap when a trace is turned round, points, widths and markers go with the piece they lie on.
"""

from faultgis.services.digitizing.changing import (
    assign_to_fault,
    change_record,
    change_records,
    create_record,
    delete_records,
    new_fault_for_trace,
)
from faultgis.services.digitizing.pieces import Difference, Joining, join_traces, split_across, split_trace
from faultgis.services.digitizing.shapes import (
    continue_trace,
    delete_vertices,
    draw_trace,
    insert_vertex,
    move_vertex,
    move_vertices,
    reshape_trace,
    simplify_trace,
)
from faultgis.services.digitizing.turning import Records, reverse_trace

__all__ = [
    "Difference",
    "Joining",
    "Records",
    "assign_to_fault",
    "change_record",
    "change_records",
    "continue_trace",
    "create_record",
    "delete_records",
    "delete_vertices",
    "draw_trace",
    "insert_vertex",
    "join_traces",
    "move_vertex",
    "move_vertices",
    "new_fault_for_trace",
    "reshape_trace",
    "reverse_trace",
    "simplify_trace",
    "split_across",
    "split_trace",
]
