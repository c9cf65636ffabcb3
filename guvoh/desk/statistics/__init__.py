"""Tables, charts, the annual report and estimates. The room is empty as yet."""
