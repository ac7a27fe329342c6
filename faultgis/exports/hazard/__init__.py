"""Faults as sources of seismic hazard models: one line, one source, every choice stated."""
