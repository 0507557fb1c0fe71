"""What a random caller would not do by itself: take a new Idempotency-Key for every request."""

import re
import uuid

import schemathesis

KEY = "Idempotency-Key"
VALID = re.compile(r'^("[A-Za-z0-9._~:/+=@!-]{1,128}"|[A-Za-z0-9._~:/+=@!-]{1,128})$')


@schemathesis.hook
def before_call(context, case, kwargs):
    """A key of the right form becomes one that was never used: else most answers would be idempotency-mismatch."""
    headers = case.headers
    if headers is not None and VALID.match(str(headers.get(KEY, ""))):
        headers[KEY] = str(uuid.uuid4())
