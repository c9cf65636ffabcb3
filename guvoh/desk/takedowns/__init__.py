"""Abusive content online: capture, requests, re-uploads. The room is empty as yet."""
