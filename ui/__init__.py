"""Where people meet FaultGIS: the Qt desktop, and the command line beside it."""
