"""What the wire promises: the documents that simulator and shop serve, and the SDK's own types."""
