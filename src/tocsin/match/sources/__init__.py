"""One module a family of index files: each yields a header, then numbered rows."""
