"""One module a finder: its pattern and its validator; examples of both kinds in the tests."""
