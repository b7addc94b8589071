"""The nouns of the API: for each its shape on the wire, its life cycle and its pure transitions."""
