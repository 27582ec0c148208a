"""People of the crisis cell in a browser."""
