"""The currencies that Stripe takes, as the refusal of any other lists them: usd first.

Source: the refusal as it was probed in September 2026, of a currency and of the key of a map.
"""

from typing import Final

_WORDS: Final = """
usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn
bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf
gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp
lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab
pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs
tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw
"""
_STABLE: Final = ("eurc", "usdt", "open_usd")
"""What only a map takes besides."""
_LAST: Final = ("btn", "ghs", "eek", "lvl", "svc", "vef", "ltl", "sll", "mro")

SUPPORTED: Final = (*_WORDS.split(), "usdc", *_LAST)
IN_MAPS: Final = (*_WORDS.split(), "usdc", *_STABLE, *_LAST)
KNOWN: Final = frozenset(SUPPORTED)
