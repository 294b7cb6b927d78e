"""The rules of consulting, each a pure function over plain values with the day or the instant as an argument."""
