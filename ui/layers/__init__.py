"""What the map shows: the layer tree, stores of coordinates, symbols in millimetres, names and rasters."""
