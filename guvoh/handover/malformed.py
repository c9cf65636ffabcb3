"""The refusal that envelopes and replies share."""


class MalformedEnvelope(Exception):
    """What lies in the spool is not an envelope, a notice or a reply of this format."""
