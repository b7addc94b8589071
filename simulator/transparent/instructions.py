"""What has to be told to clients, so that they take this simulator for Stripe."""

from pathlib import Path
from typing import Final

from simulator.transparent.authority import HOSTS

TRUST: Final = """\
Standing in for {hosts}, on {host}:{port}.

1. Let the names lead here. As root, for one program alone:
     printf '127.0.0.1 localhost {hosts}\\n' > hosts.paidonce
     unshare -m --propagation private sh -c \\
       'mount --bind hosts.paidonce /etc/hosts && exec your-program'
   or for the whole machine, with this line in /etc/hosts:
     127.0.0.1 {hosts}
   In a container: --add-host {first}:host-gateway, and so on for each name.

2. Let the client trust {certificate}
     Node    NODE_EXTRA_CA_CERTS={certificate}
     Go      SSL_CERT_FILE={certificate}
     Python  SSL_CERT_FILE does not reach the SDK, which brings its own list. Either
               stripe.ca_bundle_path = "{certificate}"
             or no TLS at all: paidonce redirect python
     Java    keytool -importcert -noprompt -alias paidonce -file {certificate} \\
               -keystore paidonce.jks -storepass changeit
             java -Djavax.net.ssl.trustStore=paidonce.jks \\
               -Djavax.net.ssl.trustStorePassword=changeit ...

The authority can vouch for stripe.com and this machine, and for nothing else; its key stays in
{folder}.
"""


def instructions(certificate: Path, host: str, port: int) -> str:
    """How Node, Python, Java and Go clients are brought here."""
    return TRUST.format(
        hosts=" ".join(HOSTS),
        first=HOSTS[0],
        host=host,
        port=port,
        certificate=certificate,
        folder=certificate.parent,
    )
