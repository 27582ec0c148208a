"""Sigma: rules of the whole field, converted to SQL and asked of the events."""
