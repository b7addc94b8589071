"""The front door: the command line, the pytest plugin, and the verdict."""
