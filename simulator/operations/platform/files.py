"""Files: uploaded, shown, and linked to.

Unlike Stripe: what a file holds is neither kept nor looked at; so none is refused for its format.

Source: API reference, "Files", "File Links"; Stripe docs, "File upload guide".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.file import EXPIRES_AFTER, File, FileLink
from simulator.wire.lists import Page, page, with_changed, with_newest
from simulator.work import Work

HOST = "https://files.stripe.com"


def upload(work: Work) -> File:
    """POST /v1/files: the one call whose body comes in parts.

    Raises:
        FILE_EXPECTED
    """
    given = work.params
    sent = given["file"]
    if not isinstance(sent, dict) or "filename" not in sent:
        raise errors.FILE_EXPECTED()
    id = work.new_id("file")
    name = sent["filename"] or None
    ending = name.rpartition(".")[2].lower() if name and "." in name else None
    file = File(
        id=id,
        created=work.now,
        expires_at=work.now + EXPIRES_AFTER,
        filename=name,
        links=Page(data=[], has_more=False, url=f"/v1/file_links?file={id}"),
        purpose=given["purpose"],
        size=int(sent["size"]),
        type={"jpeg": "jpg"}.get(ending, ending) if ending else None,
        url=f"{HOST}/v1/files/{id}/contents",
    )
    asked = given.get("file_link_data") or {}
    work.post("file.created", work.keep(file))
    if asked.get("create"):
        return _linked(work, file, asked)[0]
    return file


def _linked(work: Work, file: File, asked: dict[str, Any]) -> tuple[File, FileLink]:
    """The file with one more link, and that link; both kept."""
    token = work.account.ids.any(40)
    made = work.keep(
        FileLink(
            id=work.new_id("link"),
            created=work.now,
            expires_at=asked.get("expires_at") if asked.get("expires_at") != "now" else work.now,
            file=file.id,
            livemode=work.account.livemode,
            metadata=dict(asked.get("metadata") or {}),
            url=f"{HOST}/links/{token}",
        )
    )
    assert file.links is not None
    return work.keep(replace(file, links=with_newest(file.links, made))), made


def retrieve(work: Work) -> File:
    """GET /v1/files/{file}"""
    return _with_links(work, work.load(File, work.path["file"], "file"))


def _with_links(work: Work, file: File) -> File:
    """The file with its links as they read by now."""
    if file.links is None or not file.links.data:
        return file
    links = [_seen(work, found) for found in file.links.data]
    return replace(file, links=replace(file.links, data=links))


def list_all(work: Work) -> Page:
    """GET /v1/files"""
    purpose = work.params.get("purpose")
    return page(
        [_with_links(work, file) for file in work.account.store.table("file").values()],
        work.params,
        "/v1/files",
        "file",
        keep=lambda file: purpose is None or file.purpose == purpose,
    )


def link(work: Work) -> FileLink:
    """POST /v1/file_links"""
    file = work.refer(File, work.params["file"], "file")
    return _linked(work, file, work.params)[1]


def retrieve_link(work: Work) -> FileLink:
    """GET /v1/file_links/{link}"""
    return _seen(work, work.load(FileLink, work.path["link"], "link"))


def _seen(work: Work, found: FileLink) -> FileLink:
    """The link as it reads by now."""
    expired = found.expires_at is not None and found.expires_at <= work.now
    return replace(found, expired=expired, url=None if expired else found.url)


def update_link(work: Work) -> FileLink:
    """POST /v1/file_links/{link}"""
    before = work.load(FileLink, work.path["link"], "link")
    changes: dict[str, Any] = {}
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    if "expires_at" in work.params:
        until = work.params["expires_at"] or None
        changes["expires_at"] = work.now if until == "now" else until
    after = work.keep(replace(before, **changes))
    file = work.load(File, after.file)
    assert file.links is not None
    work.keep(replace(file, links=with_changed(file.links, after)))
    return _seen(work, after)


def list_links(work: Work) -> Page:
    """GET /v1/file_links"""
    file, expired = work.params.get("file"), work.params.get("expired")
    return page(
        [_seen(work, found) for found in work.account.store.table("file_link").values()],
        work.params,
        "/v1/file_links",
        "file_link",
        keep=lambda found: file in (None, found.file) and expired in (None, found.expired),
    )
