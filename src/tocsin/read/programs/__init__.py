"""Outside programs, one thin module each, which says whether it is installed and recent."""
