"""The trench-log editor: the walls of a trench in their own metres, drawn on, checked and side by side."""
