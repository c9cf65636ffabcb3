"""Tags that draw the desk's common parts: icons, dates, states, QR codes. They know no model."""
