"""Sources, articles, topics, and what the state owes in reply. The room is empty as yet."""
