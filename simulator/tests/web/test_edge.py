"""What is answered before the API sees a request, and by HTTP's own rules."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

from simulator import Account
from simulator.web.edge import BODY_MAX, LINE_READ_MAX, REQUEST_LINE_MAX

TOO_LONG = (
    "<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n"
    "<center><h1>414 Request-URI Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


def ask(
    sim: Account, method: str, path: str, body: bytes | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    address = urlsplit(sim.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=10)
    connection.request(method, path, body, {"Authorization": f"Bearer {sim.secret_key}"})
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer, read


def test_an_address_may_be_as_long_as_nginx_reads(sim: Account) -> None:
    start = "/v1/customers/"
    longest = start + "x" * (REQUEST_LINE_MAX - len(f"GET {start} HTTP/1.1\r\n"))
    assert ask(sim, "GET", longest)[0].status == 404
    answer, page = ask(sim, "GET", longest + "x")
    assert (answer.status, page.decode()) == (414, TOO_LONG)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Request-Id" not in answer.headers


def test_a_long_header_is_no_long_address(sim: Account) -> None:
    status, _ = sim.api("GET", "/v1/balance", headers={"X-Padding": "x" * (LINE_READ_MAX // 2)})
    assert status == 200


def test_a_body_may_be_large_but_not_without_end(sim: Account) -> None:
    answer, page = ask(sim, "POST", "/v1/customers", b"x" * (BODY_MAX + 1))
    assert answer.status == 413
    assert b"<center><h1>413 Request Entity Too Large</h1></center>" in page


@pytest.mark.parametrize(("path", "status"), [("/v1/balance", 200), ("/v1/customers/cus_x", 404)])
def test_the_head_of_an_answer_can_be_asked_for(sim: Account, path: str, status: int) -> None:
    whole, body = ask(sim, "GET", path)
    head, nothing = ask(sim, "HEAD", path)
    assert (whole.status, head.status, nothing) == (status, status, b"")
    assert head.headers["Content-Length"] == str(len(body))
    assert head.headers["Request-Id"].startswith("req_")


def test_a_connection_that_stays_open_says_so(sim: Account) -> None:
    assert ask(sim, "GET", "/v1/balance")[0].headers["Connection"] == "keep-alive"
