"""Vector files: lines as faults and traces, points as observation points."""
