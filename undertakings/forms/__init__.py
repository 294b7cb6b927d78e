"""Forms of the text, its reference and its public pages."""
