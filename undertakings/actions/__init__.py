"""Writes of the text and its reference: publishing, loading a folder, drafts, reference."""
