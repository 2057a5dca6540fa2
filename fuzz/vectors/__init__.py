"""Fills the conformance vectors of `vectors/` from the reference, or checks them."""
