"""Threats, risk, relatives, check-ins and emergency plans. The room is empty as yet."""
