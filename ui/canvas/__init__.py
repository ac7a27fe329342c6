"""The map: screen and world, drawing in passes, and what a tool gets to see."""
