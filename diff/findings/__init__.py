"""Findings: kept in a store, made smaller, turned into programs, put to targets again."""
