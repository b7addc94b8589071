"""Parameters that Stripe takes though the SDK does not name them: older API versions', and cards.

The SDK describes one API version, and shows no raw card numbers where Stripe would rather not see
them. A client of 2020 sends `save_payment_method`, and `payment_method_types` until 2026, and
Stripe still takes them in that client's version. Each row says where, what, and until when.

Source: Stripe docs, "API changelog"; rows marked recorded were seen in requests that Stripe
answered with 200. Where the changelog does not give the version, the row has the latest one whose
SDK still named the parameter.
"""

from typing import Final, NamedTuple

from msgspec.structs import replace

from simulator.catalogue import (
    Anything,
    Boolean,
    Either,
    Enum,
    Hash,
    Integer,
    Kind,
    ListOf,
    Number,
    Parameter,
    Shape,
    String,
)
from simulator.wire.former_names import FORMER_NAMES, UPCOMING, UPCOMING_LINES

MARKETING_FEATURES: Final = "2024-04-10"
LINE_ITEM_PRICES: Final = "2022-08-01"
TAX_IDS: Final = "2019-12-03"
TAX_RATES: Final = "2020-08-27"
ITEMS_REQUIRED: Final = "2022-11-15"
LINK_TYPES: Final = "2023-08-16"
BASIL: Final = "2025-03-31.basil"
CLOVER: Final = "2025-09-30.clover"
DAHLIA: Final = "2026-03-25.dahlia"
ENDIVE: Final = "2026-09-30.endive"


class Row(NamedTuple):
    """Of these shapes, this path (`line_items.amount`), in versions before `until`; None: in all.

    An enum given for a name that has one already adds its words to it, also in a list; a string
    given for a hash is taken beside it; anything else takes the place of what the SDK says.
    """

    shapes: tuple[str, ...]
    path: str
    kind: Kind
    until: str | None = None


def _hash(**kinds: Kind) -> Hash:
    return Hash(tuple(Parameter(name, kind) for name, kind in kinds.items()))


_STRINGS: Final = ListOf(String())
_IF_THERE: Final = Enum(("if_available", "never"))
_CARD: Final = _hash(
    number=String(),
    exp_month=Integer(),
    exp_year=Integer(),
    cvc=String(),
    networks=_hash(preferred=String()),
    token=String(),
)
_RAW_SOURCE: Final = _hash(
    object=String(),
    number=String(),
    exp_month=String(),  # what is no number is no date either, as clients' tests expect
    exp_year=String(),
    cvc=String(),
    name=String(),
    currency=Anything(),
    address_line1=String(),
    address_line2=String(),
    address_city=String(),
    address_state=String(),
    address_zip=String(),
    address_country=String(),
    account_number=String(),
    routing_number=String(),
    country=String(),
    account_holder_name=String(),
    account_holder_type=String(),
    account_type=String(),
    metadata=Anything(),
)
_SOURCE: Final = Either((_RAW_SOURCE, String()))

_SOURCE_TYPES: Final = Enum(
    (
        "ach_credit_transfer",
        "ach_debit",
        "acss_debit",
        "alipay",
        "au_becs_debit",
        "bancontact",
        "card",
        "card_present",
        "eps",
        "giropay",
        "ideal",
        "klarna",
        "multibanco",
        "p24",
        "sepa_credit_transfer",
        "sepa_debit",
        "sofort",
        "three_d_secure",
        "wechat",
    )
)

_OF_SOURCES: Final[dict[str, Kind]] = {
    "card": _RAW_SOURCE,
    "sepa_debit": _hash(iban=String()),
    "three_d_secure": _hash(card=String(), customer=String()),
    "bancontact": _hash(preferred_language=String()),
    "ideal": _hash(bank=String()),
    "sofort": _hash(country=String(), preferred_language=String()),
    "p24": _hash(reference=String()),
    "acss_debit": _hash(
        account_number=String(), institution_number=String(), routing_number=String()
    ),
    "au_becs_debit": _hash(account_number=String(), bsb_number=String()),
}
"""What a Source of a type says under its type's name. Source: API reference of 2020, "Sources"."""

_TAX_INFO: Final = Hash(
    (
        Parameter("tax_id", String(), required=True),
        Parameter("type", Enum(("vat",)), required=True),
    )
)
_MOMENTS: Final = Either(
    (_hash(gt=Integer(), gte=Integer(), lt=Integer(), lte=Integer()), Integer())
)
_OF_WALLETS: Final[dict[str, Kind]] = {
    "cryptogram": String(),
    "eci": String(),
    "tokenization_method": Enum(("android_pay", "apple_pay")),
}
_REQUIRING: Final = Enum(("include_and_require",))
_AGGREGATES: Final = Enum(("sum", "last_during_period", "last_ever", "max"))

_METHOD_TYPES: Final = Enum(
    tuple(
        """
        card acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit
        bancontact billie blik boleto cashapp crypto customer_balance eps fpx giropay grabpay ideal
        kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco naver_pay nz_bank_account
        oxxo p24 pay_by_bank payco paynow paypal payto pix promptpay revolut_pay samsung_pay
        satispay sepa_debit sofort swish twint upi us_bank_account wechat_pay zip
        """.split()
    )
)
"""What a Session could name, cards first as in quoted refusals; older versions knew fewer."""

_ENDPOINT: Final = ("WebhookEndpointCreateParams", "WebhookEndpointUpdateParams")
_EVENTS: Final = Enum(
    tuple(
        """
        invoiceitem.updated order.created recipient.created recipient.deleted recipient.updated
        sku.created sku.deleted sku.updated
        """.split()
    )
)
"""Of what there is no more; nothing here tells of any."""
_LINK_TYPES: Final = Enum(("custom_account_verification", "custom_account_update"))

_PAYMENT_INTENT: Final = (
    "PaymentIntentCreateParams",
    "PaymentIntentUpdateParams",
    "PaymentIntentConfirmParams",
)
_SETUP_INTENT_MADE: Final = ("SetupIntentCreateParams", "SetupIntentUpdateParams")
INTENTS: Final = (*_PAYMENT_INTENT, *_SETUP_INTENT_MADE)
_SETUP_INTENT: Final = (*_SETUP_INTENT_MADE, "SetupIntentConfirmParams")
_CUSTOMER: Final = ("CustomerCreateParams", "CustomerUpdateParams")
_SUBSCRIPTION: Final = ("SubscriptionCreateParams", "SubscriptionUpdateParams")
_INVOICE: Final = ("InvoiceCreateParams", "InvoiceUpdateParams")
_PREVIEW: Final = ("InvoiceCreatePreviewParams",)
_ANCHOR: Final = Enum(("now", "unchanged"))
_SCHEDULE: Final = ("SubscriptionScheduleCreateParams", "SubscriptionScheduleUpdateParams")
_PLANNED: Final = _hash(
    plan=String(),
    price=String(),
    quantity=Integer(),
    tax_rates=_STRINGS,
)
_INVOICE_ITEM: Final = ("InvoiceItemCreateParams", "InvoiceItemUpdateParams")
_ACCOUNT: Final = ("AccountCreateParams", "AccountUpdateParams")
_PRODUCT: Final = ("ProductCreateParams", "ProductUpdateParams")
SESSION: Final = ("checkout.SessionCreateParams",)
_WITH_METHOD_DATA: Final = (
    *_PAYMENT_INTENT,
    *_SETUP_INTENT,
    "test_helpers.ConfirmationTokenCreateParams",
)

_BY_BROWSER: Final = (
    "PaymentIntentConfirmParams",
    "PaymentIntentVerifyMicrodepositsParams",
    "SetupIntentConfirmParams",
    "SetupIntentVerifyMicrodepositsParams",
)

ROWS: Final = (
    *(Row(each.shapes, each.was, each.kind, each.until) for each in FORMER_NAMES),
    # What clients' tests against Stripe send, and no documentation has.
    Row(("PaymentMethodAttachParams",), "validate", Boolean()),
    *(Row(("TokenCreateParams",), f"card.{name}", kind) for name, kind in _OF_WALLETS.items()),
    # Card numbers and card tokens, which the SDK hides.
    Row(_WITH_METHOD_DATA, "payment_method_data.card", _CARD),
    Row(_WITH_METHOD_DATA, "payment_method_data.type", Enum(("card",))),
    Row(("ChargeCreateParams", *_CUSTOMER), "source", _SOURCE),
    Row(("CustomerPaymentSourceCreateParams",), "source", _SOURCE),
    Row(("ChargeCreateParams", *_CUSTOMER), "card", _SOURCE),  # recorded on Customers
    Row(("CustomerPaymentSourceCreateParams",), "card", _SOURCE),
    Row(("ChargeCreateParams",), "destination", String()),
    Row(("SourceCreateParams",), "type", _SOURCE_TYPES),  # that these are all is inferred
    *(Row(("SourceCreateParams",), type, kind) for type, kind in _OF_SOURCES.items()),
    Row(("AccountLinkCreateParams",), "type", _LINK_TYPES, LINK_TYPES),
    Row(_ENDPOINT, "enabled_events", ListOf(_EVENTS), MARKETING_FEATURES),
    # Intents.
    # Recorded; a SetupIntent's confirmation never took it.
    Row(INTENTS, "payment_method_types", _STRINGS, ENDIVE),
    # Documented, though the SDK does not name it. Source: Stripe docs, "Partial authorization".
    Row(_PAYMENT_INTENT, "payment_method_options.card.request_partial_authorization", _IF_THERE),
    Row(
        ("PaymentIntentIncrementAuthorizationParams",),
        "payment_method_options",
        _hash(card=_hash(request_partial_authorization=_IF_THERE)),
    ),
    Row(_PAYMENT_INTENT, "save_payment_method", Boolean(), ENDIVE),
    Row(_PAYMENT_INTENT, "source", String(), ENDIVE),
    # What Stripe.js sends with a publishable key; SDKs have secret ones.
    Row(_BY_BROWSER, "client_secret", String()),
    Row(_BY_BROWSER, "expected_payment_method_type", String()),
    # Checkout Sessions.
    Row(SESSION, "payment_method_types", ListOf(_METHOD_TYPES), ENDIVE),
    Row(SESSION, "ui_mode", String()),  # the operation knows which names when
    Row(SESSION, "line_items.amount", Integer(), LINE_ITEM_PRICES),
    Row(SESSION, "line_items.currency", String(), LINE_ITEM_PRICES),
    Row(SESSION, "line_items.name", String(), LINE_ITEM_PRICES),
    Row(SESSION, "line_items.description", String(), LINE_ITEM_PRICES),
    Row(SESSION, "line_items.images", _STRINGS, LINE_ITEM_PRICES),
    Row(SESSION, "line_items.dynamic_tax_rates", _STRINGS, ENDIVE),
    Row(SESSION, "shipping_rates", _STRINGS, LINE_ITEM_PRICES),
    Row(SESSION, "subscription_data.items", ListOf(Anything()), LINE_ITEM_PRICES),
    Row(SESSION, "subscription_data.coupon", String(), LINE_ITEM_PRICES),
    Row(SESSION, "subscription_data.trial_from_plan", Boolean(), LINE_ITEM_PRICES),
    # Customers and billing.
    Row(_CUSTOMER, "tax_info", _TAX_INFO, TAX_IDS),
    Row(("CustomerCreateParams",), "id", String()),  # of the client's own choosing
    Row(_CUSTOMER, "coupon", String(), BASIL),
    Row(_CUSTOMER, "promotion_code", String(), BASIL),
    Row((*_SUBSCRIPTION, *_PREVIEW), "coupon", String(), BASIL),  # recorded
    Row(_SUBSCRIPTION, "promotion_code", String(), BASIL),
    Row(_SUBSCRIPTION, "plan", String(), BASIL),
    Row(_SUBSCRIPTION, "quantity", Integer(), BASIL),
    Row((*_SUBSCRIPTION, *_INVOICE), "tax_percent", Number(), TAX_RATES),
    Row((UPCOMING, UPCOMING_LINES), "subscription_tax_percent", Number(), TAX_RATES),
    Row(_SUBSCRIPTION, "billing_thresholds", Anything(), CLOVER),
    # That a word was taken until the hash came is inferred.
    Row(
        ("SubscriptionUpdateParams", "SubscriptionResumeParams"),
        "billing_cycle_anchor",
        _ANCHOR,
        ENDIVE,
    ),
    Row(
        _PREVIEW, "subscription_details.billing_cycle_anchor", Either((_ANCHOR, Integer())), ENDIVE
    ),
    Row(("InvoiceCreateParams",), "pending_invoice_items_behavior", _REQUIRING, ITEMS_REQUIRED),
    Row(_INVOICE_ITEM, "price", String(), BASIL),
    Row(_INVOICE_ITEM, "unit_amount", Integer(), BASIL),
    Row(("InvoiceAddLinesParams",), "lines.price", String(), BASIL),
    Row(("PromotionCodeCreateParams",), "coupon", String(), CLOVER),
    Row(_SCHEDULE, "phases.iterations", Integer(), CLOVER),
    Row(_SCHEDULE, "phases.coupon", String(), BASIL),
    Row(_SCHEDULE, "phases.plans", ListOf(_PLANNED), TAX_RATES),
    Row(_SCHEDULE, "phases.prorate", Boolean(), TAX_RATES),
    Row(("PriceCreateParams",), "recurring.aggregate_usage", _AGGREGATES, BASIL),
    Row(("PlanCreateParams",), "aggregate_usage", _AGGREGATES, BASIL),
    # Taken of those who know it, though no longer documented since 2021. Source: Stripe Support,
    # "Alternatives for filtering the list Balance Transactions API using available_on".
    Row(("BalanceTransactionListParams",), "available_on", _MOMENTS),
    # Products.
    Row(_PRODUCT, "features", ListOf(_hash(name=String())), MARKETING_FEATURES),
    Row(_PRODUCT, "attributes", _STRINGS, LINE_ITEM_PRICES),
    Row(_PRODUCT, "caption", String(), LINE_ITEM_PRICES),
    Row(_PRODUCT, "deactivate_on", _STRINGS, LINE_ITEM_PRICES),
    # Connected accounts: recorded on version 2023-10-16.
    Row(_ACCOUNT, "requested_capabilities", _STRINGS, BASIL),
    Row(_ACCOUNT, "bank_account", _SOURCE),
    Row(_ACCOUNT, "individual.nationality", String()),
    # Why an account is rejected was told less exactly.
    Row(("AccountRejectParams",), "reason", Enum(("fraud",)), ENDIVE),
)

BROWSER: Final = tuple(
    Parameter(name, Anything())
    for name in (
        "_stripe_account",
        "_stripe_version",
        "client_attribution_metadata",
        "client_secret",
        "expected_payment_method_type",
        "guid",
        "key",
        "muid",
        "pasted_fields",
        "payment_user_agent",
        "radar_options",
        "referrer",
        "return_url",
        "set_as_default_payment_method",
        "sid",
        "time_on_page",
        "use_stripe_sdk",
    )
)
"""What Stripe.js and the mobile SDKs add to requests that they make with a publishable key."""

NO_LONGER_REQUIRED: Final = {
    "CustomerPaymentSourceCreateParams": (("source", "9999"),),  # its older name is `card`
    "PromotionCodeCreateParams": (("promotion", CLOVER),),
    "SubscriptionScheduleCreateParams": (("phases.items", TAX_RATES),),  # they were plans
    "SubscriptionScheduleUpdateParams": (("phases.items", TAX_RATES),),
}
"""What the SDK requires, and API versions before this one do not, or know by another name."""

UNSET_BY_EMPTY: Final = {
    "CustomerCreateParams": ("email", "name", "invoice_settings.default_payment_method"),
    "CustomerUpdateParams": ("coupon", "email", "name", "invoice_settings.default_payment_method"),
    "SubscriptionUpdateParams": ("coupon", "default_payment_method", "tax_percent"),
    "InvoiceUpdateParams": ("default_payment_method", "tax_percent"),
    "PaymentIntentUpdateParams": ("payment_method",),
    "SetupIntentUpdateParams": ("payment_method",),
}
"""What an empty value unsets, though the SDK's types do not say so.

Source: API reference, "Customers", of 2019 ("This will be unset if you POST an empty value"). Of
the default PaymentMethod: what the SDK's maintainers say of a Customer's, and what shops do to a
Subscription's; that an invoice's is like it is inferred. Of tax_percent: API reference of 2020,
"Update a subscription". Of an intent's PaymentMethod: API reference, "Update a PaymentIntent",
"Update a SetupIntent". Of a coupon: what the SDK's maintainers say, and what Stripe's command line
sends. Not so a PaymentIntent's statement_descriptor: shops report that an empty one is refused.
"""

NOT_YET: Final = {
    "ProductCreateParams": (("marketing_features", MARKETING_FEATURES),),
    "ProductUpdateParams": (("marketing_features", MARKETING_FEATURES),),
}
"""What took the place of another parameter in this API version, and is unknown to older ones."""

REQUIRED: Final = {
    "ChargeCreateParams": ("amount", "currency"),
    "InvoiceItemCreateParams": ("customer",),
    "SubscriptionCreateParams": ("customer",),
    "TransferCreateParams": ("amount",),
}
"""What Stripe asks for though the SDK leaves it out. Source: API reference.

Unlike Stripe: a customer_account in place of a customer is not enough.
"""


def accepted(shape: Shape, version: str, *, publishable: bool = False) -> tuple[Parameter, ...]:
    """What Stripe takes for this shape in this API version, in order of declaration."""
    always = REQUIRED.get(shape.name, ())
    unknown = [name for name, since in NOT_YET.get(shape.name, ()) if version < since]
    relaxed = [name for name, since in NO_LONGER_REQUIRED.get(shape.name, ()) if version < since]
    parameters = tuple(
        Parameter(
            each.name,
            each.kind,
            each.required or each.name in always,
            each.unsettable,
        )
        for each in shape.parameters
        if each.name not in shape.in_path and each.name not in unknown
    )
    for row in ROWS:
        if shape.name in row.shapes and (row.until is None or version < row.until):
            parameters = _with(parameters, row.path.split("."), row.kind)
    for path in UNSET_BY_EMPTY.get(shape.name, ()):
        parameters = _marked(parameters, path.split("."), unsettable=True)
    for path in relaxed:
        parameters = _marked(parameters, path.split("."), required=False)
    return _from_browsers(parameters) if publishable else parameters


def _from_browsers(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """With what browsers add, to the whole and to the data of a PaymentMethod in it."""
    known = {each.name for each in parameters}
    inner = tuple(
        Parameter(each.name, Hash(_from_browsers(each.kind.parameters)), each.required)
        if each.name == "payment_method_data" and isinstance(each.kind, Hash)
        else each
        for each in parameters
    )
    return (*inner, *(each for each in BROWSER if each.name not in known))


def _with(parameters: tuple[Parameter, ...], path: list[str], kind: Kind) -> tuple[Parameter, ...]:
    """The parameters, and one more at this path."""
    name, *deeper = path
    at = next((i for i, each in enumerate(parameters) if each.name == name), None)
    if at is None:
        if deeper:
            return parameters  # The SDK has dropped the hash that it was in.
        return (*parameters, Parameter(name, kind))
    old = parameters[at]
    new = _inside(old.kind, deeper, kind) if deeper else _widened(old.kind, kind)
    changed = Parameter(name, new, old.required, old.unsettable)
    return (*parameters[:at], changed, *parameters[at + 1 :])


def _marked(
    parameters: tuple[Parameter, ...], path: list[str], **marks: bool
) -> tuple[Parameter, ...]:
    """The parameters, of which the one at this path is required, or unset by an empty value."""
    name, *deeper = path
    return tuple(
        each
        if each.name != name
        else replace(each, kind=_marked_inside(each.kind, deeper, marks))
        if deeper
        else replace(each, **marks)
        for each in parameters
    )


def _marked_inside(kind: Kind, path: list[str], marks: dict[str, bool]) -> Kind:
    match kind:
        case Hash(parameters=parameters):
            return Hash(_marked(parameters, path, **marks))
        case ListOf(of=of):
            return ListOf(_marked_inside(of, path, marks))
        case Either(of=kinds):
            return Either(tuple(_marked_inside(each, path, marks) for each in kinds))
        case _:
            return kind


def _inside(kind: Kind, path: list[str], added: Kind) -> Kind:
    match kind:
        case Hash(parameters=parameters):
            return Hash(_with(parameters, path, added))
        case ListOf(of=of):
            return ListOf(_inside(of, path, added))
        case Either(of=kinds):
            return Either(tuple(_inside(each, path, added) for each in kinds))
        case _:
            return kind


def _widened(kind: Kind, added: Kind) -> Kind:
    if isinstance(kind, Enum) and isinstance(added, Enum):
        return Enum((*kind.values, *(word for word in added.values if word not in kind.values)))
    if isinstance(kind, ListOf) and isinstance(added, ListOf):
        return ListOf(_widened(kind.of, added.of))
    if isinstance(kind, Hash) and isinstance(added, String):
        return Either((kind, added))
    return added
