"""The authority vouches for Stripe's hosts here, lasts, and keeps its key to itself."""

import asyncio
import datetime as dt
import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509

from simulator.app import App
from simulator.server import start
from simulator.transparent.authority import HOSTS, Authority
from simulator.transparent.instructions import instructions
from simulator.world import World

NOW = dt.datetime.now(tz=dt.UTC)  # real: certificates are compared with the wall


def test_the_authority_is_kept_so_that_it_is_trusted_once(tmp_path: Path) -> None:
    first = Authority(tmp_path / "tls", NOW).certificate.read_bytes()
    assert Authority(tmp_path / "tls", NOW).certificate.read_bytes() == first


def test_what_has_run_out_is_made_anew(tmp_path: Path) -> None:
    old = Authority(tmp_path, NOW).certificate.read_bytes()
    server = (tmp_path / "server.pem").read_bytes()
    Authority(tmp_path, NOW + dt.timedelta(days=100))
    assert (tmp_path / "server.pem").read_bytes() != server
    assert (tmp_path / "paidonce-ca.pem").read_bytes() == old
    Authority(tmp_path, NOW + dt.timedelta(days=1000))
    assert (tmp_path / "paidonce-ca.pem").read_bytes() != old


def test_a_certificate_that_lacks_a_host_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.transparent.authority.HOSTS", HOSTS[:-1])
    Authority(tmp_path, NOW)
    server = (tmp_path / "server.pem").read_bytes()
    monkeypatch.undo()
    Authority(tmp_path, NOW)
    assert (tmp_path / "server.pem").read_bytes() != server


def test_nobody_else_can_read_the_keys(tmp_path: Path) -> None:
    Authority(tmp_path / "tls", NOW)
    for name in ("paidonce-ca.key", "server.pem"):
        assert stat.S_IMODE((tmp_path / "tls" / name).stat().st_mode) == 0o600


def test_the_authority_can_vouch_for_stripe_and_this_machine_alone(tmp_path: Path) -> None:
    read = x509.load_pem_x509_certificate(Authority(tmp_path, NOW).certificate.read_bytes())
    limits = read.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert {str(name.value) for name in limits.value.permitted_subtrees or ()} == {
        "stripe.com",
        "localhost",
        "127.0.0.0/8",
    }


async def handshake(authority: Authority, hosts: list[str], trusted: ssl.SSLContext) -> None:
    running = await start(App(World()))
    port = await running.listen_as_stripe("127.0.0.1", 0, authority.context())
    try:
        for host in hosts:
            _, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=trusted, server_hostname=host
            )
            writer.close()
            await writer.wait_closed()
    finally:
        await running.stop()


def test_who_trusts_the_authority_takes_it_for_stripe(tmp_path: Path) -> None:
    authority = Authority(tmp_path, NOW)
    trusted = ssl.create_default_context(cafile=str(authority.certificate))
    asyncio.run(handshake(authority, [*HOSTS, "localhost"], trusted))


def test_who_does_not_trust_it_does_not(tmp_path: Path) -> None:
    authority = Authority(tmp_path, NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        asyncio.run(handshake(authority, ["api.stripe.com"], ssl.create_default_context()))
    trusted = ssl.create_default_context(cafile=str(authority.certificate))
    with pytest.raises(ssl.SSLCertVerificationError):
        asyncio.run(handshake(authority, ["example.com"], trusted))


def test_every_language_is_told_what_to_do(tmp_path: Path) -> None:
    told = instructions(tmp_path / "ca.pem", "127.0.0.1", 443)
    for word in ("NODE_EXTRA_CA_CERTS", "ca_bundle_path", "keytool", "SSL_CERT_FILE", *HOSTS):
        assert word in told
