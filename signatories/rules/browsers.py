"""A browser's own description of itself in plain words, so that its owner recognises it and little is kept."""

# In this order: most browsers call themselves by the names of those before them, too.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
DEVICES = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("CrOS", "a Chromebook"), ("Windows", "Windows"),
    ("Mac OS", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip


def browser_in_words(described: str) -> str:
    """Such as "Firefox on Windows", from what a browser sends as User-Agent; "A browser" for one that is not known."""
    browser = next((name for mark, name in BROWSERS if mark in described), "A browser")
    device = next((name for mark, name in DEVICES if mark in described), "")
    return f"{browser} on {device}" if device else browser
