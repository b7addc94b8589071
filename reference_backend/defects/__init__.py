"""The defects that can be planted, each a small file that replaces one part of the shop.

A file tells its story in its docstring (what the shop does, what comes of it, who has seen it), and
names the parts that it replaces. Some shops never had a constraint of ours; such a defect takes it
away by `SCHEMA`, SQL that runs after the migrations.

    PARTS = {"captures": BlindCaptures}   # the parts that this shop has instead of the sound ones
    INCIDENT = "medusajs/medusa#6370"     # where it was seen
    SCHEMA = "ALTER TABLE …"              # optional
"""

from reference_backend.defects.registry import Defect, UnknownDefectError, as_json, defects, plant

__all__ = ["Defect", "UnknownDefectError", "as_json", "defects", "plant"]
