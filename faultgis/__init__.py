"""The domain core: what FaultGIS knows about faults, with no database and no screen."""
