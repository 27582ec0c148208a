"""The room's tables as they came to be."""
