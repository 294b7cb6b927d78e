"""What stands where a person stood whose data was erased."""

ERASED_NAME = "Somebody whose data was erased"
ERASED_DOMAIN = "@erased.invalid"


def erased_address(number: int) -> str:
    """An address that no mail can reach, which keeps an account's row apart from others."""
    return f"erased-{number}{ERASED_DOMAIN}"
