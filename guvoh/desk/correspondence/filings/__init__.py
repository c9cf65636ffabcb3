"""What goes to bodies abroad: the mechanisms as data, what each asks for, and the file that is made for it.

Owns the checks before a filing is final, whom its consents let be named, and what shuts out what. It never sends
anything, and never decides which body a case belongs before: the lawyer does.
"""
