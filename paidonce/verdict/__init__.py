"""The verdict of a gate: what it is, and how it is told to people and to machines."""
