"""What `make bench` measures: figure, limit, measured, reference."""
