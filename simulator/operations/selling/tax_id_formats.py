"""How the values of tax ids read, by their type, and the country that they are of.

Spaces, dots, dashes and slashes are read over, as are small letters. A type that is in no table
here takes any value: which of its values Stripe takes is not known.

Source: Stripe docs, "Customer tax IDs" (the table of types, with an example of each); of the VAT
numbers, what the European Commission says of each country's. That separators may be left out is
inferred from values that Stripe took; that each example's form is held to, from what was refused.
"""

import re
from collections.abc import Mapping
from typing import Final

EU_VAT: Final = "eu_vat"
"""The type whose values begin with the country; all other types do so themselves (`gb_vat`)."""
UNKNOWN: Final = "unknown"
"""The type of legacy tax ids that are of none of the others. Source: API reference, "Tax IDs"."""
MAGIC: Final = frozenset({"000000000", "111111111", "222222222"})
"""Numbers for tests, which are good for every type that is verified, with or without a country."""
_SEPARATORS: Final = re.compile(r"[\s./-]")

_OF_COUNTRIES: Final[Mapping[str, str]] = {
    "AT": r"U\d{8}",
    "BE": r"\d{9,10}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"\d{9}(\d{3})?",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"\d{9}(\d{3})?|GD\d{3}|HA\d{3}",
}
"""What follows the country in a European VAT number."""
_COUNTRIES: Final = {"EL": "GR", "XI": "GB"}
"""Countries that VAT numbers call by another name than all else."""

EUROPE: Final = frozenset(_COUNTRIES.get(name, name) for name in _OF_COUNTRIES) - {"GB"}
"""Countries whose businesses have a European VAT number."""

_OF_TYPES: Final[Mapping[str, str]] = {
    "ae_trn": r"\d{15}",
    "au_abn": r"\d{11}",
    "au_arn": r"\d{12}",
    "br_cnpj": r"\d{14}",
    "br_cpf": r"\d{11}",
    "ca_bn": r"\d{9}",
    "ca_gst_hst": r"\d{9}RT\d{4}",
    "ca_qst": r"\d{10}TQ\d{4}",
    "ch_uid": r"CHE\d{9}(HR)?",
    "ch_vat": r"CHE\d{9}(MWST|TVA|IVA)?",
    "cl_tin": r"\d{7,8}[\dK]",
    "es_cif": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "eu_oss_vat": r"(EU|IM)\d{9,10}",
    "gb_vat": r"GB(\d{9}(\d{3})?|GD\d{3}|HA\d{3})",
    "hk_br": r"\d{8}",
    "id_npwp": r"\d{15,16}",
    "il_vat": r"\d{9}",
    "in_gst": r"\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]|\d{2}[A-Z]{5}\d{4}[A-Z]{4}",
    "is_vat": r"\d{5,6}",
    "jp_cn": r"\d{13}",
    "jp_rn": r"\d{5}",
    "jp_trn": r"T\d{13}",
    "kr_brn": r"\d{10}",
    "li_uid": r"CHE\d{9}",
    "mx_rfc": r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}",
    "no_vat": r"\d{9}MVA",
    "nz_gst": r"\d{8,9}",
    "ru_inn": r"\d{10}(\d{2})?",
    "ru_kpp": r"\d{9}",
    "sa_vat": r"\d{15}",
    "th_vat": r"\d{13}",
    "tr_tin": r"\d{10}",
    "tw_vat": r"\d{8}",
    "us_ein": r"\d{9}",
    "uy_ruc": r"\d{12}",
    "za_vat": r"4\d{9}",
}


def number_of(value: str) -> str:
    """The value without its separators, in capitals."""
    return _SEPARATORS.sub("", value).upper()


def country_of(type: str, value: str) -> str | None:
    """The country that a tax id is of; None where it does not say."""
    if type == UNKNOWN:
        return None
    if type != EU_VAT:
        return type[:2].upper()
    named = number_of(value)[:2]
    return _COUNTRIES.get(named, named) if named in _OF_COUNTRIES else None


def is_magic(value: str) -> str | None:
    """The number for tests that a value is, if it is one."""
    number = number_of(value)
    return next((magic for magic in MAGIC if number in (magic, number[:2] + magic)), None)


def reads_like(type: str, value: str, *, verified: bool) -> bool:
    """Whether a value can be of this type.

    Args:
        verified: whether ids of this type are verified, and so have numbers for tests.
    """
    number = number_of(value)
    if verified and is_magic(value) is not None:
        return True
    if type == EU_VAT:
        form = _OF_COUNTRIES.get(number[:2])
        return form is not None and re.fullmatch(form, number[2:]) is not None
    form = _OF_TYPES.get(type)
    return bool(number) if form is None else re.fullmatch(form, number) is not None
