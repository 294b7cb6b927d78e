"""The public pages of the compact, and the workspace in which it is edited."""
