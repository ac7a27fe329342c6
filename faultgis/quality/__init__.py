"""The quality gate: rules on the rows of the national template, findings, waivers and the score."""
