"""The way to a signature, step by step, as pure rules over the answers that are kept."""

from collections.abc import Mapping
from typing import Any

# In the order in which they are asked; "new" stands beside "partner" and is asked only of who adds an organisation.
STEPS = ("partner", "you", "authority", "pledge")
TITLES = {
    "partner": "Which organisation signs?",
    "you": "About you",
    "authority": "Who agreed to it?",
    "pledge": "What your organisation will do",
    "check": "Check your answers, then sign",
}


def next_step(answers: Mapping[str, Any]) -> str:
    """The first step that has no answer yet, or "check" when all have: where a signer goes on."""
    return next((step for step in STEPS if step not in answers), "check")


def place_of(step: str) -> str:
    """Where a step stands among all: "Step 2 of 5"."""
    return f"Step {[*STEPS, 'check'].index(step) + 1} of {len(STEPS) + 1}"


def step_before(step: str) -> str:
    """The step before one, "" before the first."""
    order = [*STEPS, "check"]
    place = order.index(step)
    return order[place - 1] if place else ""
