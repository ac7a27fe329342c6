"""The command line: every service has a verb. No Qt in here."""
