"""The tools of the log editor: the map's tools over a wall's metres."""
