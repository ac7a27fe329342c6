"""Use cases: a button, a command-line verb and a test call the same function."""
