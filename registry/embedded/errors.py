"""What is said when the embedded server cannot be had."""

from measures.errors import Refusal


class EmbeddedServerError(Refusal):
    """The embedded PostgreSQL server cannot be started, shared or stopped; the message says what to do."""

    code = "EMBEDDED_SERVER_FAILED"


WAY_OUT = "Or set DATABASE_URL to a PostgreSQL server (15 or newer) that is already running."
