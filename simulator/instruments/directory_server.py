"""The directory server of a 3-D Secure challenge: who it is for a brand, and its certificates.

Stripe.js and the mobile SDKs encrypt what they know of the device for the card network's directory
server. The simulator's is nobody: two certificates made for it, whose private keys were thrown
away. They are valid until 2099.

Source: Stripe docs, "3D Secure authentication"; the registered application provider identifiers of
the networks.
"""

from collections.abc import Mapping
from typing import Any, Final

IDS: Final[Mapping[str, str]] = {
    "amex": "A000000025",
    "diners": "A000000152",
    "discover": "A000000152",
    "jcb": "A000000065",
    "mastercard": "A000000004",
    "unionpay": "A000000333",
    "visa": "A000000003",
}
"""By brand of card."""

CERTIFICATE: Final = """\
-----BEGIN CERTIFICATE-----
MIIDDTCCAfWgAwIBAgIUapQESeT8yvt/5eTxmVGRIO9zuRYwDQYJKoZIhvcNAQEL
BQAwNjERMA8GA1UECgwIcGFpZG9uY2UxITAfBgNVBAMMGFN0YW5kLWluIDMtRCBT
ZWN1cmUgcm9vdDAgFw0xOTAxMDEwMDAwMDBaGA8yMDk5MDEwMTAwMDAwMFowNzER
MA8GA1UECgwIcGFpZG9uY2UxIjAgBgNVBAMMGVN0YW5kLWluIGRpcmVjdG9yeSBz
ZXJ2ZXIwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDBq9B7ClUQXXjJ
YaUUJng0ypUatL1lO+Z4bg1P/3QMhePQHM2iTAsyK3vZpDxjR+ydJI1kLkEl4kao
KCZcLawzW9K9GTUCFHmBr7na6PPTDoSsZqa6XCPidUbDL3ZvOZY+tmhYW/iJmLmo
sfsoUISsTJpuZG+9j6z0F612QOjpdRlIBB+uirNBMowkvtWjsqKpYynl6HGm99Df
pWhzAD2QtF/1GCF9pw0hnxCN7XWa0UbEh2DPmCR/Rcpf4Y0NwPDHDNLOIzCE12ou
7GHP4WqWh5wSrv2IqO+zHWIsoymaFGiZuv5aGTEguZhtzBCnjyZJMXqEwgXjgcKF
Qg71kiyRAgMBAAGjEDAOMAwGA1UdEwEB/wQCMAAwDQYJKoZIhvcNAQELBQADggEB
AGjHzO7iE3/F32c0VDQpw2kgnSBALQS9jh5olmf0bUD5BxiAsePDyMqpzAhvqpwl
9Ew3t5nj0INHiRCGbiZ8kdJrs7stt7naqzLttS1/Au/X1v54LMK8zY/3ClXaPkBb
qS8EzPpb5AjyieNPyvPY0hwuMfpinKfT9RByRXIaclKKxqF/1vOq2tjZiBH/+VF/
8egp/t2Biz076Wff93hT5hfuAuzfGWOY2axVZ83Gge+KkMapqRamH00p80vkQ4iL
Tbp+ZFzCvRmrYt7XFT5LveLCuF5m35D+lcJKukzs5Iy98tPYMLU+WdvCJ1mPqMKd
oRJs935IHg3plVsUZGEWZTk=
-----END CERTIFICATE-----
"""
ROOT: Final = """\
-----BEGIN CERTIFICATE-----
MIIDDzCCAfegAwIBAgIUONHo49FIp7dT2ubsqqYywncPTVYwDQYJKoZIhvcNAQEL
BQAwNjERMA8GA1UECgwIcGFpZG9uY2UxITAfBgNVBAMMGFN0YW5kLWluIDMtRCBT
ZWN1cmUgcm9vdDAgFw0xOTAxMDEwMDAwMDBaGA8yMDk5MDEwMTAwMDAwMFowNjER
MA8GA1UECgwIcGFpZG9uY2UxITAfBgNVBAMMGFN0YW5kLWluIDMtRCBTZWN1cmUg
cm9vdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAMBhZw5IcImG42wd
jDYfw8c+17XOMmEFmIuLkAy2WWNNmvkCKys+HZt1RG6777Xz55WN9WEAr2ONsEt4
F8Cfawqg4dD0/vNlNYAm298R4SPq/x2bHvNdOWky4JTth9c5wSu+RE3sovQ+BAO8
/oT2KExGuBGVJ4WRnw5jTEhypP/ernKoBOqf/fhtd6whUzQjc8S497rGRFrPsDWE
Jk81i5VG64z6RZK8eP4cHQu82OXwUnfkoWRUkw3FoSlWY85X489eWmyHvXRjxXG8
d6AQNn7aUGe5jdVF6dE1rznSt54Q8ANkytKPSyMZuoZ+fWrPp3uI3U1d30MjPKoq
mb6ZY58CAwEAAaMTMBEwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOC
AQEAiJaQNNrOy8aqos3K9clUYjKK6abyleA27gvMH3YeAE0mL8M4RM3z/epRI3dx
5SzWOGEDAlMlqnfEzwclPdzV04v322yxQBdbEGdFvkZ43fB+A2dQ0EFfyGU05iDC
pLMNu94wK+nsPDgjVQnJwTRWvNx6VCaWir8uECaYKgdwHMme4DJ5y4jRvp4zy+k3
kfCrxgtkSiTi9AFX4gb3kaPm8MeWaIMLAPp4HtydF5l52TRYE1cBXgwKmEJGVGGP
MIUI1f3XdPvfPXzPH2fNtPDG+BfGna74ymSTvJhjvSwr6N1oVYqWuxdPWSMSeB4B
pdRbOXu/CtZ5g8qAFUZmuptqGA==
-----END CERTIFICATE-----
"""


def encryption(brand: str) -> dict[str, Any]:
    """`directory_server_encryption` of a challenge on a card of this brand."""
    return {
        "algorithm": "RSA",
        "certificate": CERTIFICATE,
        "directory_server_id": IDS.get(brand, IDS["visa"]),
        "root_certificate_authorities": [ROOT],
    }
