"""What PostgreSQL calls the errors that concurrent work meets.

Source: PostgreSQL docs, "Appendix A. PostgreSQL Error Codes".
"""

from typing import Final

NAMES: Final = {
    "23503": "foreign_key_violation",
    "23505": "unique_violation",
    "23514": "check_violation",
    "23P01": "exclusion_violation",
    "25P02": "in_failed_sql_transaction",
    "40001": "serialization_failure",
    "40P01": "deadlock_detected",
    "55P03": "lock_not_available",
    "57014": "query_canceled",
}


def named(sqlstate: str) -> str:
    """The code of an error, with its name where it has to do with others at work."""
    name = NAMES.get(sqlstate)
    return f"{sqlstate} {name}" if name else sqlstate
