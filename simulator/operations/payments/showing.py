"""What is shown to a payer who pays elsewhere: a voucher, a QR code, the way into an app.

What is not here goes to the page of a bank or wallet. In test mode vouchers and codes always say
the same; the page behind every address is that of the redirect.

Source: API reference, "PaymentIntents" (next_action); the answers that the tests of Stripe's mobile
SDKs quote. How long a code can be scanned is inferred.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from simulator import errors
from simulator.operations.payments import challenges, vouchers
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.work import Work

Hash = dict[str, Any]
CODE_SCANNED_FOR: Final = 30
"""Seconds until an app's code is drawn anew."""
BOLETO_NUMBER: Final = "01010101010101010101010101010101010101010101010"
OXXO_NUMBER: Final = "12345678901234657890123456789012"
MULTIBANCO: Final = {"entity": "12345", "reference": "123456789"}
KONBINI: Final = {"confirmation_number": "12345678901", "payment_code": "123456"}
STORES: Final = ("familymart", "lawson", "ministop", "seicomart")


def shown(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Hash | None:
    """The `next_action` of a kind that shows something; None: the payer is sent to a page.

    Args:
        given: the parameters of the confirmation.

    Raises:
        REDIRECT_NEEDS_RETURN_URL
        PARAMETER_MISSING: the device that WeChat Pay is on, or BLIK's code.
    """
    if (draw := DRAWN.get(method.type)) is None:
        return None
    name, hash_ = draw(work, intent, method, given)
    return {name: dict(sorted(hash_.items())), "type": name}


Drawn = tuple[str, Hash]
Draw = Callable[[Work, PaymentIntent, PaymentMethod, Hash], Drawn]


def _voucher(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    page = page_behind(work, intent, method.type, given)
    expires_at = vouchers.expires_at(work, intent, method)
    found: Hash = {"expires_at": expires_at, "hosted_voucher_url": page}
    match method.type:
        case "boleto":
            found |= {"number": BOLETO_NUMBER, "pdf": f"{page}&pdf=1"}
        case "oxxo":
            found = {"expires_after": expires_at, "hosted_voucher_url": page, "number": OXXO_NUMBER}
        case "konbini":
            number = _options(intent, "konbini").get("confirmation_number")
            codes = KONBINI | ({"confirmation_number": number} if number else {})
            found["stores"] = {store: dict(codes) for store in STORES}
        case _:
            found |= MULTIBANCO
    return f"{method.type}_display_details", found


def _code(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    """A code to be scanned by any app of a bank."""
    page = page_behind(work, intent, method.type, given)
    found: Hash = {"data": page, "hosted_instructions_url": page, **_images(page)}
    if method.type == "pix":
        found["expires_at"] = vouchers.expires_at(work, intent, method)
    return f"{method.type}_display_qr_code", found


def _app(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    """The way into an app of its own: on the telephone itself, or by its camera."""
    kind, page = method.type, page_behind(work, intent, method.type, given)
    code: Hash = {"expires_at": work.now + CODE_SCANNED_FOR} | _images(page)
    if kind == "swish":
        code = {"data": page} | code
    found: Hash = {"hosted_instructions_url": page, "qr_code": code}
    if kind != "upi":
        found["mobile_auth_url"] = page
    return f"{kind}_handle_redirect_or_display_qr_code", found


def _alipay(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    if not (return_url := given.get("return_url")):
        raise errors.REDIRECT_NEEDS_RETURN_URL(noun="PaymentIntent", type=method.type)
    action = challenges.of_redirect(work, intent, method.type, return_url)["redirect_to_url"]
    return "alipay_handle_redirect", {"native_data": None, "native_url": None} | action


def _wechat(work: Work, intent: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    page = page_behind(work, intent, method.type, given)
    options = _options(intent, method.type)
    client, app_id = options.get("client"), options.get("app_id")
    if client is None or (client != "web" and not app_id):
        path = f"payment_method_options[wechat_pay][{'app_id' if client else 'client'}]"
        raise errors.PARAMETER_MISSING(name=path, param=path)
    match client:
        case "web":
            found = {"data": page, "hosted_instructions_url": page, "image_data_url": page}
            return "wechat_pay_display_qr_code", found | _images(page)
        case "ios":
            return "wechat_pay_redirect_to_ios_app", {"native_url": page}
        case _:
            names = ("nonce_str", "package", "partner_id", "prepay_id", "sign")
            drawn = {name: work.account.ids.any(16) for name in names}
            app = {"app_id": app_id, "timestamp": str(work.now)}
            return "wechat_pay_redirect_to_android_app", drawn | app


def _blik(_: Work, __: PaymentIntent, method: PaymentMethod, given: Hash) -> Drawn:
    """The payer has said a code, and agrees in the app of the bank."""
    if not ((given.get("payment_method_options") or {}).get(method.type) or {}).get("code"):
        path = "payment_method_options[blik][code]"
        raise errors.PARAMETER_MISSING(name=path, param=path)
    return "blik_authorize", {}


def _await(_: Work, __: PaymentIntent, method: PaymentMethod, ___: Hash) -> Drawn:
    """The payer agrees in an app, and the shop waits.

    Source: the SDK for iOS, which knows these names; that nothing more is told is inferred.
    """
    return awaited(method)["type"], {}


def awaited(method: PaymentMethod) -> Hash:
    """The `next_action` of what the payer agrees to in an app."""
    kind = f"{method.type}_await_authorization"
    return {kind: {}, "type": kind}


def _options(intent: PaymentIntent, kind: str) -> Hash:
    return (intent.payment_method_options or {}).get(kind) or {}


def page_behind(work: Work, intent: challenges.Intent, kind: str, given: Hash) -> str:
    """The address of the page behind it, which leads back to the shop if that said where."""
    url: str = challenges.of_redirect(work, intent, kind, "")["redirect_to_url"]["url"]
    back = given.get("return_url")
    return f"{url}&return_url={quote(back, safe='')}" if back else url


def _images(page: str) -> Hash:
    return {"image_url_png": f"{page}&image=png", "image_url_svg": f"{page}&image=svg"}


DRAWN: Final[Mapping[str, Draw]] = {
    **dict.fromkeys(vouchers.VOUCHERS, _voucher),
    **dict.fromkeys(("paynow", "pix", "promptpay"), _code),
    **dict.fromkeys(("cashapp", "swish", "upi"), _app),
    **dict.fromkeys(("mb_way", "payto"), _await),
    "alipay": _alipay,
    "blik": _blik,
    "wechat_pay": _wechat,
}
"""Every kind that shows something, and what draws it."""
