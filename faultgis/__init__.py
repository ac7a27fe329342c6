"""The domain core: what FaultGIS knows about faults, with no database and no screen."""

import os

# Another program's PROJ data (QGIS, conda) breaks the libraries that bring their own, and PROJ reads these
# variables only once: so they go before anything can load it.
for _name in ("PROJ_DATA", "PROJ_LIB"):
    os.environ.pop(_name, None)
