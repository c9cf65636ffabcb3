"""Honest statistics: disclosure control and capture-recapture. The room is empty as yet."""
