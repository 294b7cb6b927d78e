"""Reads that join several models for one page: the text, one undertaking, editions, the reference."""
