"""A harness has `seeds()`, real documents to begin from, and `one(data)`, which raises nothing but a finding."""
