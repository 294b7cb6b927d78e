"""Counts so small that they would tell of one person: they are not shown. Source: the compact, on confidentiality."""

LEAST_SHOWN = 5


def shown_count(count: int) -> int | None:
    """The count as the public may read it: None where it is below five and not nothing. ValueError for a negative one."""
    if count < 0:
        raise ValueError("A count is never negative.")
    return None if 0 < count < LEAST_SHOWN else count
