"""What is there for all calls: metadata, limits of parameters, files, events, endpoints."""
