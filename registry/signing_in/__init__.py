"""Signing in to the pages: one-time codes and access tokens, and the sessions that they start.

Passkeys are in `registry.signing_in.passkeys`, which only the pages import: its library is large.
"""

from registry.signing_in.codes import CodeFormError
from registry.signing_in.giving import NoRoleError, issue_code, issue_code_as_operator, issue_codes, request_code
from registry.signing_in.keys import SignInKey, SignInKeyError, sign_in_key
from registry.signing_in.letters import Letters
from registry.signing_in.sessions import (
    Browser,
    NewSession,
    actor_of_session,
    is_token,
    sign_in_with_code,
    sign_in_with_token,
    sign_out,
)

__all__ = [
    "Browser",
    "CodeFormError",
    "Letters",
    "NewSession",
    "NoRoleError",
    "SignInKey",
    "SignInKeyError",
    "actor_of_session",
    "is_token",
    "issue_code",
    "issue_code_as_operator",
    "issue_codes",
    "request_code",
    "sign_in_key",
    "sign_in_with_code",
    "sign_in_with_token",
    "sign_out",
]
