"""Programs handed over with a custody log: Python 3.8, standard library, each beside the others."""
