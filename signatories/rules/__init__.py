"""The rules of people and partners: who may do what, and signing (signatories.rules.signing)."""

from signatories.rules.roles import (
    COORDINATOR,
    FOR_WHAT,
    NAMES,
    PERMISSIONS,
    SAMPLE_ADDRESS,
    SECOND_FACTOR_ROLES,
    WHO,
    permit,
    vouched_address,
)  # fmt: skip

__all__ = [
    "COORDINATOR", "FOR_WHAT", "NAMES", "PERMISSIONS", "SAMPLE_ADDRESS", "SECOND_FACTOR_ROLES", "WHO", "permit",
    "vouched_address",
]  # fmt: skip
