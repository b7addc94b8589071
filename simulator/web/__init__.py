"""HTTP: one request in, one answer out, through middleware that is each whole and in one file."""
