"""The test cards: what every number, `pm_card_*` and `tok_*` name stands for, and how it behaves.

Source: Stripe docs, "Testing", "Partial authorization". A row's behaviour is what the issuer
acts on.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

import msgspec

from simulator.instruments.payout_cards import PAYOUT_CARDS

Authentication = Literal["never", "optional", "on_setup", "unless_set_up", "set_up", "always"]


class TestCard(msgspec.Struct, frozen=True, kw_only=True):
    """One test number."""

    number: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    networks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Names after `pm_card_` and `tok_`."""
    decline: str | None = None
    """The decline code of every charge."""
    attaches: bool = True
    """Whether it can be attached to a customer, although charges decline."""
    authentication: Authentication = "never"
    soft_declined: bool = True
    """Off-session: the issuer sees the attempt and asks for authentication, so a charge exists."""
    lookup: Literal["acknowledged", "authenticates", "fails", "unsupported"] = "acknowledged"
    """What comes of asking for 3D Secure where it takes no challenge: the issuer knows of the
    attempt, vouches for the shopper, cannot be reached, or has none for this card."""
    exempts: bool = True
    """Whether Stripe asks the issuer for the exemption that somebody else's 3D Secure got."""
    after_authentication: str | None = None
    """The decline code of a charge whose challenge was passed."""
    dispute: str | None = None
    """The reason of the dispute that follows."""
    disputes: int = 1
    """How many of them follow."""
    eligible_for: tuple[str, ...] = ()
    """Which enhanced evidence a dispute takes."""
    inquiry: bool = False
    refund: Literal["succeeds", "pending", "fails"] = "succeeds"
    bypasses_pending: bool = False
    cvc_check: str = "pass"
    postal_code_check: str = "pass"
    line1_check: str = "pass"
    risk: Literal["normal", "elevated", "highest"] = "normal"
    fraud_warning: bool = False
    covers_part: Literal["never", "at_first", "when_raised"] = "never"
    """Of which amounts the issuer grants a part, if that will do: of a payment's, or of what an
    authorization is raised by."""
    mandate_canceled: bool = False
    """Off-session payments are refused, since the shopper has withdrawn the mandate."""
    payout: Literal["succeeds", "fails", "never_instant"] = "succeeds"
    """What comes of a payout to it."""

    @property
    def last4(self) -> str:
        """The last four digits."""
        return self.number[-4:]


def _card(number: str, *names: str, **behaviour: object) -> TestCard:
    return TestCard(number=number, names=names, **behaviour)  # type: ignore[arg-type]  # rows


def _both(name: str) -> tuple[str, str]:
    """A decline's name is spelled with and without `visa_`."""
    return name, f"visa_{name}"


def _brands() -> Iterator[TestCard]:
    yield _card("4242424242424242", "visa", "us")
    yield _card("4111111111111111")
    mastercard = {"brand": "mastercard"}
    yield _card("5555555555554444", "mastercard", **mastercard)
    yield _card("2223003122003222", **mastercard)
    yield _card("5105105105105100", "mastercard_prepaid", **mastercard, funding="prepaid")
    yield _card("371449635398431", "amex", brand="amex")
    yield _card(
        "378282246310005", "amex_threeDSecureNotSupported", brand="amex", lookup="unsupported"
    )
    yield _card("6011000990139424", "discover", brand="discover")
    yield _card("6011111111111117", brand="discover")
    yield _card(
        "6011981111111113",
        "discover_debit_us_transferSuccess",
        brand="discover",
        funding="debit",
    )
    yield _card("3056930009020004", "diners", brand="diners")
    yield _card("36227206271667", brand="diners")
    yield _card("6555900000604105", brand="discover")
    yield _card("3566002020360505", "jcb", brand="jcb", country="JP")
    yield _card("6200000000000005", "unionpay", brand="unionpay", country="CN")
    yield _card("6200000000000047", brand="unionpay", country="CN", funding="debit")
    yield _card("6205500000000000004", brand="unionpay", country="CN")
    for number, name, brand in (
        ("4000002500001001", "visa_cartesBancaires", "visa"),
        ("5555552500001001", "mastercard_cartesBancaires", "mastercard"),
    ):
        both = ("cartes_bancaires", brand)
        yield _card(number, name, brand=brand, country="FR", networks=both)
    both = ("cartes_bancaires", "visa")
    yield _card("4000000000016123", country="FR", networks=both, exempts=False)
    for number, name, brand in (
        ("4000050360000001", "visa_debit_eftposAuCoBranded", "visa"),
        ("5555050360000080", "mastercard_debit_eftposAuCoBranded", "mastercard"),
    ):
        both = ("eftpos_au", brand)
        yield _card(number, name, brand=brand, country="AU", funding="debit", networks=both)
    yield _card("4000051230000072", funding="debit")
    yield _card("5200828282828897", **mastercard, funding="debit")


def _payout_cards() -> Iterator[TestCard]:
    """Debit cards; those of the United States are the usual ones for payments as well."""
    usual = {"us": (("visa_debit", "us_debit"), ("mastercard_debit",))}
    for country, (pays, fails, never_instant, mastercard) in PAYOUT_CARDS.items():
        of = {"country": country.upper(), "funding": "debit"}
        visa_names, mastercard_names = usual.get(country, ((), ()))
        named = f"debit_{country}"
        yield _card(pays, *visa_names, f"visa_{named}_transferSuccess", **of)
        yield _card(fails, f"visa_{named}_transferFail", **of, payout="fails")
        yield _card(
            never_instant,
            f"visa_{named}_instantPayoutUnsupported",
            **of,
            payout="never_instant",
        )
        name = f"mastercard_{named}_transferSuccess"
        yield _card(mastercard, *mastercard_names, name, **of, brand="mastercard")


COUNTRIES: Final = (
    "ar 4000000320000021, br 4000000760000002, ca 4000001240000000, cl 4000001520000001,"
    " co 4000001700000003, cr 4000001880000005, ec 4000002180000000, mx 4000004840008001,"
    " pa 4000005910000000, py 4000006000000066, pe 4000006040000068, uy 4000008580000003,"
    " ae 4000007840000001, at 4000000400000008, be 4000000560000004, bg 4000001000000000,"
    " by 4000001120000005, hr 4000001910000009, cy 4000001960000008, cz 4000002030000002,"
    " dk 4000002080000001, ee 4000002330000009, fi 4000002460000001, fr 4000002500000003,"
    " de 4000002760000016, gi 4000002920000005, gr 4000003000000030, hu 4000003480000005,"
    " ie 4000003720000005, it 4000003800000008, lv 4000004280000005, li 4000004380000004,"
    " lt 4000004400000000, lu 4000004420000006, mt 4000004700000007, nl 4000005280000002,"
    " no 4000005780000007, pl 4000006160000005, pt 4000006200000007, ro 4000006420000001,"
    " si 4000007050000006, sk 4000007030000001, es 4000007240000007,"
    " se 4000007520000008, ch 4000007560000009, gb 4000008260000000, au 4000000360000006,"
    " cn 4000001560000002, hk 4000003440000004, jp 4000003920000003, my 4000004580000002,"
    " nz 4000005540000008, sg 4000007020000003, tw 4000001580000008, th_credit 4000007640000003"
)


def _countries() -> Iterator[TestCard]:
    for row in COUNTRIES.split(", "):
        name, number = row.split()
        yield _card(number, name, country=name[:2].upper())
    yield _card("4000058260000005", "gb_debit", country="GB", funding="debit")
    yield _card("4000057640000008", "th_debit", country="TH", funding="debit")
    yield _card("5555558265554449", "gb_mastercard", country="GB", brand="mastercard")
    yield _card("5200007840000022", "ae_mastercard", country="AE", brand="mastercard")
    yield _card("4000006820000007", country="SA")
    yield _card("5062210000000009", country="MX", brand="mastercard", funding="debit")
    yield _card("3530111333300000", country="JP", brand="jcb")


def _declining() -> Iterator[TestCard]:
    for number, name, decline in (
        ("4000000000000002", "chargeDeclined", "generic_decline"),
        ("4000000000009995", "chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("4000000000009987", "chargeDeclinedLostCard", "lost_card"),
        ("4000000000009979", "chargeDeclinedStolenCard", "stolen_card"),
        ("4000000000006975", "chargeDeclinedVelocityLimitExceeded", "card_velocity_exceeded"),
        ("4000000000000069", "chargeDeclinedExpiredCard", "expired_card"),
        ("4000000000000127", "chargeDeclinedIncorrectCvc", "incorrect_cvc"),
        ("4000000000000119", "chargeDeclinedProcessingError", "processing_error"),
    ):
        yield _card(number, *_both(name), decline=decline, attaches=False)
    yield _card(
        "4000000000000341",
        *_both("chargeCustomerFail"),
        "visa_chargeCustomerFailLostCard",
        "visa_chargeCustomerFailStolenCard",
        decline="generic_decline",
    )
    yield _card(
        "4100000000000019",
        "radarBlock",
        "chargeDeclinedFraudulent",
        decline="fraudulent",
        attaches=False,
        risk="highest",
        cvc_check="unavailable",
        postal_code_check="unavailable",
        line1_check="unavailable",
    )
    yield _card("4000000000004954", "riskLevelHighest", decline="generic_decline", risk="highest")
    yield _card("4000000000009235", "riskLevelElevated", risk="elevated")
    yield _card("4000000000000101", "cvcCheckFail", cvc_check="fail")
    yield _card("4000000000000036", "avsZipFail", postal_code_check="fail")
    yield _card("4000000000000028", "avsLine1Fail", line1_check="fail")
    yield _card("4000000000000010", "avsFail", line1_check="fail", postal_code_check="fail")
    yield _card("4000000000000044", "avsUnchecked", postal_code_check="unavailable")
    yield _card("4000058400307872", postal_code_check="fail")
    yield _card("4000058400306072", postal_code_check="fail", risk="elevated")
    yield _card("4000008400000407", "highFraudDisputeScore")
    yield _card("4000008400000159", "highEfwScore")
    yield _card("4000008400001017", "radarDynamicRiskThreshold")
    # Radar blocks it where a rule against the abuse of free trials is on; none is here.
    yield _card("4001858821843804", "freeTrialAbuseBlock")
    part = {"funding": "debit"}
    yield _card("4000058400000071", "debit_partialAuthorization", **part, covers_part="at_first")
    yield _card("4000058400000816", "debit_partialIncrement", **part, covers_part="when_raised")
    yield _card("4000000000001208")
    yield _card("4000000000003725")


def _authenticating() -> Iterator[TestCard]:
    yield _card(
        "4000002500003155",
        "authenticationRequiredOnSetup",
        country="FR",
        authentication="unless_set_up",
    )
    yield _card("4000002760003184", "authenticationRequired", country="DE", authentication="always")
    yield _card(
        "4000003800000446",
        "authenticationRequiredSetupForOffSession",
        country="IT",
        authentication="set_up",
    )
    yield _card(
        "4000008260003178",
        "authenticationRequiredChargeDeclinedInsufficientFunds",
        country="GB",
        authentication="always",
        after_authentication="insufficient_funds",
    )
    hard = {"authentication": "always", "soft_declined": False}
    yield _card(
        "4000000000003220",
        "threeDSecure2Required",
        "threeDSecureRequired",
        country="IE",
        **hard,
    )
    yield _card("4000008400000027", **hard)
    yield _card("4000000000003063", **hard)
    yield _card(
        "4000008400001629",
        "threeDSecureRequiredChargeDeclined",
        **hard,
        after_authentication="generic_decline",
    )
    yield _card(
        "4000008400001280",
        "threeDSecureRequiredProcessingError",
        authentication="always",
        lookup="fails",
    )
    yield _card("4000000000003055", "threeDSecureOptional", authentication="optional")
    yield _card("4000000000003097", "threeDSecureOptionalProcessingError", lookup="fails")
    yield _card("4000000032200000", lookup="authenticates")
    # That the risk-based challenge spares payments without a shopper is inferred.
    yield _card("4000008405600003", "adaptive3dsChallenge", authentication="set_up")
    yield _card("4000003560000008", "in", country="IN", authentication="on_setup")
    yield _card("4000003560000123", country="IN", authentication="optional", soft_declined=False)
    yield _card("4000003560000263", country="IN", mandate_canceled=True)
    for number in ("4000582600000094", "4000582600000045", "4000582600000102", "4000582600000110"):
        yield _card(number, country="GB", **hard)


def _consequential() -> Iterator[TestCard]:
    for number, name, reason in (
        ("4000000000000259", "createDispute", "fraudulent"),
        ("4000000000002685", "createDisputeProductNotReceived", "product_not_received"),
        ("4000000001000043", "createAutoRepresentmentEligibleDispute", "fraudulent"),
    ):
        yield _card(number, *_both(name), dispute=reason)
    yield _card(
        "4000000404000079", *_both("createMultipleDisputes"), dispute="fraudulent", disputes=2
    )
    yield _card(
        "4000000404000038",
        *_both("createCe3EligibleDispute"),
        dispute="fraudulent",
        eligible_for=("visa_compelling_evidence_3",),
    )
    yield _card(
        "4000008400000779",
        *_both("createComplianceDispute"),
        dispute="noncompliant",
        eligible_for=("visa_compliance",),
    )
    yield _card(
        "5105008400000002",
        "createMastercardComplianceDispute",
        brand="mastercard",
        dispute="noncompliant",
        eligible_for=("mastercard_compliance",),
    )
    yield _card(
        "4000000000001976", *_both("createDisputeInquiry"), dispute="fraudulent", inquiry=True
    )
    yield _card("4000000000005423", "createIssuerFraudRecord", fraud_warning=True)
    yield _card("4000000000007726", "pendingRefund", refund="pending")
    yield _card("4000000000005126", "refundFail", refund="fails")
    yield _card("4000000000000077", "bypassPending", bypasses_pending=True)
    yield _card(
        "4000003720000278", "bypassPendingInternational", country="IE", bypasses_pending=True
    )


CARDS: Final[Mapping[str, TestCard]] = {
    card.number: card
    for table in (_brands, _payout_cards, _countries, _declining, _authenticating, _consequential)
    for card in table()
}
NAMED: Final[Mapping[str, TestCard]] = {
    name: card for card in CARDS.values() for name in card.names
}


def by_name(name: str) -> TestCard | None:
    """The card of a `pm_card_…` or `tok_…` name."""
    for prefix in ("pm_card_", "tok_"):
        if name.startswith(prefix):
            return NAMED.get(name[len(prefix) :])
    return None


def passes_luhn(number: str) -> bool:
    """Whether the check digit is right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
