"""One module a finder: its pattern and its validator; positive and negative examples in the tests."""
