"""What crosses the wire: forms and parameters in; lists, expansion, search and versions out."""
