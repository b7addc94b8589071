"""ConnectionTokens: what an app at the till connects to readers with.

Source: API reference, "Terminal Connection Tokens".
"""

from msgspec import UNSET

from simulator.resources.terminal_connection_token import ConnectionToken
from simulator.resources.terminal_location import Location
from simulator.work import Work


def create(work: Work) -> ConnectionToken:
    """POST /v1/terminal/connection_tokens

    Raises:
        REFERENCE_MISSING
    """
    id = work.params.get("location")
    mode = "live" if work.account.livemode else "test"
    return ConnectionToken(
        location=work.refer(Location, id, "location").id if id else UNSET,
        secret=f"pst_{mode}_{work.account.ids.any(43)}",
    )
