"""Lists of API v2: pages that name the address of the next one.

Source: API v2 reference, "Pagination". What stands in `page` is inferred.
"""

from collections.abc import Sequence
from typing import Any, Final

from simulator import errors

LIMIT_DEFAULT: Final = 20
LIMIT_MAX: Final = 100
_PAGE: Final = "page_"


def page_of(rows: Sequence[Any], params: dict[str, Any], url: str) -> dict[str, Any]:
    """One page.

    Args:
        rows: all that the list is over, in its order.
        params: `limit` and `page` are read here.

    Raises:
        SEARCH_PAGE: there is no such page.
    """
    limit = min(max(params.get("limit", LIMIT_DEFAULT), 1), LIMIT_MAX)
    start = _start(params.get("page"))

    def at(first: int) -> str:
        return f"{url}?limit={limit}&page={_PAGE}{first}"

    return {
        "data": list(rows[start : start + limit]),
        "next_page_url": at(start + limit) if len(rows) > start + limit else None,
        "previous_page_url": at(max(0, start - limit)) if start else None,
    }


def _start(page: str | None) -> int:
    if page is None:
        return 0
    number = page.removeprefix(_PAGE)
    if number == page or not number.isdecimal() or len(number) > 9:
        raise errors.SEARCH_PAGE(page=page)
    return int(number)
