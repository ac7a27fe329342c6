"""Records: plain frozen values that may cross threads; rows never leave ``db``."""
