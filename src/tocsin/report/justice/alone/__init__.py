"""The program handed over with a justice file: Python 3.8, standard library."""
