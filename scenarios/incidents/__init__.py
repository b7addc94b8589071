"""What has happened to real shops, one story a file.

Every story has a header, `INCIDENT`, and tests that tell it with the fixtures `simulator`, `shop`,
`shopper` and `invariants`. The founding five stand first; the others carry the code of their public
report. `catalogue.py` finds them all.
"""
