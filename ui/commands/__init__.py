"""What the commands of the window do: one method per id of the action table, in groups as the menus."""
