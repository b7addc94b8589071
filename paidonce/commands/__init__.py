"""One command a file: `run(arguments)` gives its exit code."""
