"""Perceptual fingerprints of pictures and video, and their search. The room is empty as yet."""
