"""Files are uploaded in parts, shown, and linked to."""

from __future__ import annotations

from simulator.tests.calls import NOW, Reply, Stripe

BOUNDARY = "b0undary"
PDF = b"%PDF-1.4\r\n\0\xff bytes of a receipt"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n'
    typed = "Content-Type: application/octet-stream\r\n" if filename is not None else ""
    return f"{head}{typed}\r\n".encode() + content + b"\r\n"


def upload(stripe: Stripe, *parts: bytes, end: bytes = b"--b0undary--\r\n") -> Reply:
    return stripe.send(
        "POST",
        "/v1/files",
        body=b"".join(parts) + end,
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )


def receipt(stripe: Stripe) -> Reply:
    return upload(
        stripe, part("purpose", b"dispute_evidence"), part("file", PDF, "The receipt.PDF")
    )


def test_an_uploaded_file(stripe: Stripe) -> None:
    file = receipt(stripe)
    assert file.body == {
        "id": file.id,
        "object": "file",
        "created": NOW,
        "expires_at": NOW + 270 * 86_400,
        "filename": "The receipt.PDF",
        "links": {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/file_links?file={file.id}",
        },
        "purpose": "dispute_evidence",
        "size": len(PDF),
        "title": None,
        "type": "pdf",
        "url": f"https://files.stripe.com/v1/files/{file.id}/contents",
    }
    assert file.id.startswith("file_1")
    assert stripe.get(f"/v1/files/{file.id}").body == file.body
    assert [found.id for found in stripe.get("/v1/files").data] == [file.id]
    assert stripe.get("/v1/files", purpose="business_logo").data == []
    assert stripe.types() == ["file.created"]


def test_a_file_is_evidence_of_a_dispute(stripe: Stripe) -> None:
    charge = stripe.charge_of(stripe.paid("pm_card_createDispute"))
    file = receipt(stripe).id
    dispute = stripe.post(f"/v1/disputes/{charge.dispute}", evidence={"receipt": file})
    assert dispute.evidence.receipt == file
    seen = stripe.get(f"/v1/disputes/{dispute.id}", expand=["evidence.receipt"])
    assert seen.evidence.receipt.filename == "The receipt.PDF"


def test_an_upload_lacks_nothing(stripe: Stripe) -> None:
    lacking = upload(stripe, part("file", PDF, "a.pdf"))
    assert lacking.refusal == (400, "invalid_request_error", "parameter_missing", "purpose")
    assert upload(stripe, part("purpose", b"dispute_evidence")).refusal[2:] == (
        "parameter_missing",
        "file",
    )
    wrong = upload(stripe, part("purpose", b"fun"), part("file", PDF, "a.pdf"))
    assert wrong.refusal == (400, "invalid_request_error", None, "purpose")
    text = upload(stripe, part("purpose", b"dispute_evidence"), part("file", b"no file"))
    assert text.refusal == (400, "invalid_request_error", None, "file")


def test_a_body_that_is_not_in_parts_is_refused(stripe: Stripe) -> None:
    for broken in (upload(stripe, end=b""), upload(stripe, b"--b0undary\r\n\r\nx\r\n")):
        assert broken.http == 400
    assert stripe.get("/v1/files").data == []


def test_a_link_opens_a_file_until_it_expires(stripe: Stripe) -> None:
    file = receipt(stripe).id
    link = stripe.post("/v1/file_links", file=file, expires_at=NOW + 60, metadata={"for": "Jo"})
    assert (link.object, link.file, link.expired) == ("file_link", file, False)
    assert link.url.startswith("https://files.stripe.com/links/")
    assert [found.id for found in stripe.get(f"/v1/files/{file}").links.data] == [link.id]
    stripe.advance(minutes=1)
    gone = stripe.get(f"/v1/file_links/{link.id}")
    assert (gone.expired, gone.url) == (True, None)
    assert [found.id for found in stripe.get("/v1/file_links", expired=True).data] == [link.id]
    assert stripe.get("/v1/file_links", file="file_x").data == []


def test_a_file_can_be_uploaded_with_a_link(stripe: Stripe) -> None:
    file = upload(
        stripe,
        part("purpose", b"business_logo"),
        part("file_link_data[create]", b"true"),
        part("file", b"png", "logo.png"),
    )
    [link] = file.links.data
    assert link.file == file.id


def test_a_file_shows_its_links_as_they_read_by_now(stripe: Stripe) -> None:
    file = receipt(stripe).id
    link = stripe.post("/v1/file_links", file=file, expires_at=NOW + 60).id
    stripe.post(f"/v1/file_links/{link}", metadata={"a": "b"})
    [shown] = stripe.get(f"/v1/files/{file}").links.data
    assert (shown.metadata, shown.expired) == ({"a": "b"}, False)
    stripe.advance(minutes=1)
    for found in (stripe.get(f"/v1/files/{file}"), stripe.get("/v1/files").data[0]):
        [shown] = found.links.data
        assert (shown.expired, shown.url) == (True, None)
