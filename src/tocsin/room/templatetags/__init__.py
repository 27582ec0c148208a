"""What templates may say beyond HTML."""
