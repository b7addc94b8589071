"""How a Checkout Session is shown, and what goes with that: ui_mode, and where it leads afterwards.

Source: API reference, "Create a Checkout Session" (ui_mode); the sentences are quoted refusals.
"""

from typing import Any, Final

from simulator import errors
from simulator.wire.addresses import is_address
from simulator.wire.legacy import DAHLIA
from simulator.wire.scalars import choices

Hash = dict[str, Any]
RENAMED: Final = {"custom": "elements", "embedded": "embedded_page", "hosted": "hosted_page"}
"""The names until dahlia, and what they are called since."""
MODES: Final = ("elements", "embedded_page", "form", "hosted_page")
ADDRESSES: Final = ("success_url", "cancel_url", "return_url")
NOT_WITH: Final = {
    "hosted_page": ("permissions", "redirect_on_completion", "return_url"),
    "embedded_page": ("cancel_url", "success_url"),
    "elements": (
        "after_expiration",
        "branding_settings",
        "cancel_url",
        "custom_fields",
        "custom_text",
        "optional_items",
        "origin_context",
        "redirect_on_completion",
        "submit_type",
        "success_url",
    ),
    "form": ("cancel_url", "optional_items", "permissions", "success_url"),
}
"""Parameters that a way to show the page does not take."""


def ui_mode_of(given: Hash) -> str:
    """The ui_mode that is asked for, by its newest name."""
    asked = given.get("ui_mode") or "hosted_page"
    return RENAMED.get(asked, asked)


def name_of(ui_mode: str, version: str) -> str:
    """What an API version calls a ui_mode."""
    older = {new: old for old, new in RENAMED.items()}
    return ui_mode if version >= DAHLIA else older.get(ui_mode, ui_mode)


def check_ui_mode(given: Hash, version: str) -> None:
    """Refuse a ui_mode that this API version does not know, and what does not go with it.

    Raises:
        INVALID_ENUM, UI_MODE_RENAMED, PARAMETER_MISSING, NOT_WITH_UI_MODE,
        SEVERAL_NOT_WITH_UI_MODE, RETURN_URL_UNUSED, INVALID_URL
    """
    asked = given.get("ui_mode") or ("hosted" if version < DAHLIA else "hosted_page")
    _check_name(asked, version)
    ui_mode = RENAMED.get(asked, asked)
    if ui_mode == "hosted_page" and not given.get("success_url"):
        raise errors.PARAMETER_MISSING(name="success_url", param="success_url")
    unwanted = [name for name in NOT_WITH[ui_mode] if given.get(name)]
    if len(unwanted) == 1:
        raise errors.NOT_WITH_UI_MODE(ui_mode=asked, name=unwanted[0], param=unwanted[0])
    if unwanted:
        names = ", ".join(unwanted)
        raise errors.SEVERAL_NOT_WITH_UI_MODE(ui_mode=asked, names=names, param=unwanted[0])
    if ui_mode == "embedded_page":
        _check_return(given)
    for name in ADDRESSES:
        address = given.get(name)
        if address is not None and not is_address(address):
            raise errors.INVALID_URL(param=name)


def _check_name(asked: str, version: str) -> None:
    """That the new names are unknown to older versions is inferred."""
    if version >= DAHLIA and asked in RENAMED:
        raise errors.UI_MODE_RENAMED(old=asked, new=RENAMED[asked])
    known = MODES if version >= DAHLIA else tuple(RENAMED)
    if asked not in known:
        raise errors.INVALID_ENUM(param="ui_mode", name="ui_mode", choices=choices(known))


def _check_return(given: Hash) -> None:
    """A page in the shop's own leads on, or it stays: the shop says which."""
    stays = given.get("redirect_on_completion") == "never"
    if stays and given.get("return_url"):
        raise errors.RETURN_URL_UNUSED()
    if not stays and not given.get("return_url"):
        raise errors.PARAMETER_MISSING(name="return_url", param="return_url")
