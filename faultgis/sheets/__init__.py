"""National map sheets: numbers, bounds, neighbours and the printed frame."""
