"""What a court is handed of an item: its manifest, its custody with proofs, and how to check them without us."""
