"""Throws bytes at everything that reads what strangers send: one file of `harnesses` for each reader."""
