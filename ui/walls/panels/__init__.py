"""The panels beside the walls: units, events, samples, pictures, checks, and the form of what is selected."""
