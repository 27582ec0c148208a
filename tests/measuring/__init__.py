"""Tests of the measurements themselves: they must not flatter anybody."""
