"""What the desk types, checked."""
