"""Journalists and subscribers, mailings, events, enquiries. The room is empty as yet."""
