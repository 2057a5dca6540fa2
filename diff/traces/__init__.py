"""Traces in files: read, aligned, compared."""
