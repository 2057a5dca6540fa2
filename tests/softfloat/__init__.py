"""Tests of the softfloat and of its lane."""
