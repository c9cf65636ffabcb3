"""The public site: static pages in three languages, made from the desk's signed catalogue.

Owns the templates, the style sheet and the small server of the built folder. It never edits a release, never
keeps one that was withdrawn and never stores anything about a reader.
"""
