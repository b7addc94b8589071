"""What each API call does: load, decide by the noun's life cycle, keep, post the events."""
