"""Uploads in: a `multipart/form-data` body, read into the parameters that it carries.

A part with a file name becomes a hash of what is kept of the file: its name and its size. The bytes
themselves are not kept.

Source: Stripe docs, "File upload guide"; RFC 7578. What Stripe answers a broken body is inferred.
"""

from email.message import Message
from typing import Final
from urllib.parse import quote

from simulator import errors
from simulator.wire.forms import Raw, decode

KIND: Final = "multipart/form-data"
PARTS_MAX: Final = 1_000


def read(body: bytes, content_type: str) -> Raw:
    """The parameters of a body in parts.

    Raises:
        INVALID_CONTENT: it is not in parts, or in too many.
        INVALID_ENCODING: a text in it is not UTF-8, or holds a NUL.
    """
    boundary = _parameter(content_type, "boundary")
    if not boundary:
        raise errors.INVALID_CONTENT()
    parts = body.split(b"--" + boundary.encode(), PARTS_MAX + 1)[1:]
    if not parts or len(parts) > PARTS_MAX or not parts[-1].startswith(b"--"):
        raise errors.INVALID_CONTENT()
    pairs: list[bytes] = []
    files: Raw = {}
    for part in parts[:-1]:
        head, found, content = part.partition(b"\r\n\r\n")
        disposition = _disposition(head)
        name = _parameter(disposition, "name") if found else None
        if name is None:
            raise errors.INVALID_CONTENT()
        content = content.removesuffix(b"\r\n")
        filename = _parameter(disposition, "filename")
        if filename is None:
            pairs.append(f"{quote(name, safe='[]')}=".encode() + quote(content).encode())
        else:
            files[name] = {"filename": filename, "size": str(len(content))}
    return decode(b"&".join(pairs)) | files


def _disposition(head: bytes) -> str:
    for line in head.decode(errors="replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            return value.strip()
    return ""


def _parameter(header: str, name: str) -> str | None:
    """A parameter of a header's value, without its quotes."""
    parsed = Message()
    parsed["Content-Type"] = header
    found = parsed.get_param(name)
    return found if isinstance(found, str) else None
