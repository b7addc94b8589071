"""Standing in for Stripe's own hosts, for clients that cannot be pointed elsewhere.

Three routes: TLS with an authority made here (`--tls`), a preload file for Node, and a
`sitecustomize` for Python.
"""
