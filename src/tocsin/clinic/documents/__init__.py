"""One module a file format: a `Paper` or rows in, the bytes of a file out, always the same."""
