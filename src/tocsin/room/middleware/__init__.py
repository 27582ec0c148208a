"""What happens to every request, one thing a module."""
