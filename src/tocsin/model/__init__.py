"""The words of the field as frozen types. No I/O, no import of another room."""
