"""The demonstration: one real case, Tennessee's nursing homes, through the whole of the registry.

It runs through the same use cases that GraphQL and the command line call. It is marked as a demonstration inside each
document, since the state has published none of this. Its voting windows last seconds; no clock is faked.
"""

from registry.demonstration.run import Demonstration, NotADemonstrationError, demonstrate
from registry.demonstration.trying import Invitation, invitations

__all__ = ["Demonstration", "Invitation", "NotADemonstrationError", "demonstrate", "invitations"]
