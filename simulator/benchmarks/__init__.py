"""Benchmarks: ratios measured in one run, since a machine's own speed says nothing."""
