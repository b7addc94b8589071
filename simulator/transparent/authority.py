"""A certificate authority of one's own, for Stripe's hosts alone.

Its key never leaves the folder that it was made in, and it can sign for these names only: a name
constraint in the authority's certificate says so, so that trusting it opens nothing else.
"""

import datetime as dt
import os
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

HOSTS: Final = (
    "api.stripe.com",
    "files.stripe.com",
    "checkout.stripe.com",
    "connect.stripe.com",
    "js.stripe.com",
    "hooks.stripe.com",
)
LOCAL: Final = ("localhost", "127.0.0.1")
AUTHORITY_LASTS: Final = dt.timedelta(days=825)
CERTIFICATE_LASTS: Final = dt.timedelta(days=90)
RENEWED_BEFORE: Final = dt.timedelta(days=7)


class NoCryptographyError(Exception):
    """The package that makes certificates is not installed."""


def default_folder() -> Path:
    """Where the authority is kept, so that it has to be trusted once."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "paidonce" / "tls"


class Authority:
    """The authority in a folder; made when there is none, renewed when it has run out.

    Raises:
        NoCryptographyError: `cryptography` is not installed.
    """

    def __init__(self, folder: Path, now: dt.datetime) -> None:
        self.folder = folder
        self.certificate = folder / "paidonce-ca.pem"
        """What clients have to trust."""
        self._key = folder / "paidonce-ca.key"
        self._server = folder / "server.pem"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._lasts(self.certificate, now) is False or not self._key.exists():
            self._make_authority(now)
            self._server.unlink(missing_ok=True)
        if self._lasts(self._server, now) is False or not self._names_all():
            self._make_certificate(HOSTS + LOCAL, now)

    def context(self) -> ssl.SSLContext:
        """For the server."""
        found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        found.minimum_version = ssl.TLSVersion.TLSv1_2
        found.load_cert_chain(self._server)
        return found

    def _lasts(self, path: Path, now: dt.datetime) -> bool:
        if not path.exists():
            return False
        x509 = _cryptography()[0]
        read = x509.load_pem_x509_certificate(path.read_bytes())
        return bool(now + RENEWED_BEFORE < read.not_valid_after_utc)

    def _names_all(self) -> bool:
        """Whether the certificate was made for every host that is stood in for by now."""
        x509 = _cryptography()[0]
        read = x509.load_pem_x509_certificate(self._server.read_bytes())
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return set(HOSTS) <= set(names.get_values_for_type(x509.DNSName))

    def _make_authority(self, now: dt.datetime) -> None:
        x509, hashes, ec, serialization = _cryptography()
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "paidonce, made here")])
        allowed = [x509.DNSName("stripe.com"), x509.DNSName("localhost"), _address(x509)]
        certificate = (
            _begun(x509, name, name, key, now, AUTHORITY_LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(x509.NameConstraints(allowed, None), critical=True)
            .add_extension(_usage(x509, signs=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .sign(key, hashes.SHA256())
        )
        _write_secret(self._key, _pem(serialization, key))
        self.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _make_certificate(self, hosts: Sequence[str], now: dt.datetime) -> None:
        import ipaddress  # noqa: PLC0415 - only when a certificate is made

        x509, hashes, ec, serialization = _cryptography()
        signer = serialization.load_pem_private_key(self._key.read_bytes(), None)
        authority = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, hosts[0])])
        names = [
            x509.IPAddress(ipaddress.ip_address(host))
            if host[0].isdecimal()
            else x509.DNSName(host)
            for host in hosts
        ]
        certificate = (
            _begun(x509, name, authority.subject, key, now, CERTIFICATE_LASTS)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(x509, signs=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False
            )
            .sign(signer, hashes.SHA256())
        )
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        _write_secret(self._server, _pem(serialization, key) + pem)


def _begun(
    x509: Any,
    name: Any,
    issuer: Any,
    key: Any,
    now: dt.datetime,
    lasts: dt.timedelta,
) -> Any:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + lasts)
    )


def _usage(x509: Any, *, signs: bool) -> Any:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _address(x509: Any) -> Any:
    import ipaddress  # noqa: PLC0415 - only when an authority is made

    return x509.IPAddress(ipaddress.ip_network("127.0.0.0/8"))


def _pem(serialization: Any, key: Any) -> bytes:
    return bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _write_secret(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _cryptography() -> tuple[Any, Any, Any, Any]:
    try:
        from cryptography import x509  # noqa: PLC0415 - an extra: only --tls needs it
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - so is this
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - and this
    except ImportError:
        raise NoCryptographyError(
            "certificates are made with the package cryptography:"
            " pip install 'paidonce[tls]', or pip install cryptography"
        ) from None
    return x509, hashes, ec, serialization
