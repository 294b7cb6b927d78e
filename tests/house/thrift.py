"""What makes the suite cheaper and changes nothing that it says."""

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look less often for rings of dead objects: over all the modules that stay anyway, looking is a sixth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
