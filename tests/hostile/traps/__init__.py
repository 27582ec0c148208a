"""The traps of each family, one module each: file name to what makes its bytes."""
