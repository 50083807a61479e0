"""Whatever a path, a query or a header holds, the answer is never a 500."""

from urllib.parse import quote_from_bytes, unquote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures.references import Kind

KINDS = st.sampled_from([*map(str, Kind), "measures", "log", "assets", "graphql", "health"])
PIECES = st.one_of(
    KINDS,
    st.sampled_from(
        ["US-TN", "registry", "tn-quiltss", "cna-hours", "cna-hours@1.0.0", "page", "events", "bundle", "checkpoint"]
    ),
    st.binary(max_size=30).map(quote_from_bytes),
    st.text(alphabet="@#?%./;=&\\~+:", max_size=8).map(lambda text: quote_from_bytes(text.encode(), safe="@/;=&~+:.")),
)
PATHS = st.lists(PIECES, max_size=6).map(lambda pieces: "/" + "/".join(pieces))
QUERIES = st.one_of(st.just(b""), st.binary(max_size=60), st.binary(max_size=40).map(lambda raw: b"digest=" + raw))
METHODS = st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
HEADERS = st.lists(
    st.tuples(
        st.sampled_from([b"accept", b"if-none-match", b"if-match", b"cookie", b"content-type", b"authorization"]),
        st.binary(max_size=40),
    ),
    max_size=4,
)


async def answered(app, method, path, query, headers):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "http_version": "1.1", "scheme": "http", "method": method, "path": unquote(path),
        "raw_path": path.encode(), "query_string": query, "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, query=QUERIES, method=METHODS, headers=HEADERS)
async def test_no_request_breaks_the_registry(app, path, query, method, headers):
    start, *rest = await answered(app, method, path, query, headers)
    assert start["status"] < 500, (method, path, query, headers)
    assert rest
    if method == "HEAD":
        assert not any(message["body"] for message in rest)
