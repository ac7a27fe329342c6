"""Maps on paper at true scale; started as a child process by the command line."""
