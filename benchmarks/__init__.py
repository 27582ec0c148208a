"""Measurements of Tocsin. They run its commands as a user does."""
