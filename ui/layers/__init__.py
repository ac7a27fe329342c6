"""What is drawn on the map: traces, points, rasters, names, and the symbols that they use."""
