"""The reference's own answer to a case, lane by lane."""
