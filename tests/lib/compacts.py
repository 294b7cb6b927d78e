"""A small compact of an invented place, whole and without fault, for the tests that break it."""

TEXT = """\
---
compact: Anytown Compact
place: Anytown
edition: First edition
first_agreed: 2004
---
# Anytown Compact

## Introduction {#introduction}

Some *words* and a [link](https://example.org/page).

- a list in prose
- is prose

### How it came about {#history}

In meetings.

## Challenges {#challenges}

- To make the compact
  known {#publicise}

## Shared principles {#principles}

These are shared.

- Independence counts {#independence-counts}
- Honesty counts {#honesty}

## Undertakings by the statutory sector {#statutory}

What public bodies promise.

### Independence {#independence}

The lead-in.

- Groups may campaign {#right-to-campaign}
- Groups run their own affairs {#own-affairs}

What follows the list.

### The council alone {#improved bound_by="Anytown Council"}

- It reviews the compact {#review}
- The parish answers {#parish bound_by="Anytown Parish Council"}

## Undertakings by the voluntary sector {#voluntary}

### Good practice {#good-practice}

- Groups keep accounts {#accounts}
"""
DATA = TEXT.encode()


def with_line(after: str, new: str) -> bytes:
    """The compact with something put after the line that begins so."""
    lines = TEXT.split("\n")
    at = next(index for index, line in enumerate(lines) if line.startswith(after))
    return "\n".join([*lines[: at + 1], new, *lines[at + 1 :]]).encode()


def line_of(data: bytes, words: str) -> int:
    """The number of the first line that holds these words."""
    return next(number for number, line in enumerate(data.decode().split("\n"), 1) if words in line)
