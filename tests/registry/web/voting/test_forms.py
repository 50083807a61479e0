"""Forms as browsers send them."""

from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from registry.web.voting.forms import MOST_FIELDS, Form, new_request, request_id_of

PAIRS = st.lists(
    st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
)


def test_fields_are_read_with_all_that_was_sent_under_their_names():
    form = Form.read(b"choice=approve&approve=a&approve=b&reason=+because%0D%0Aof+%C3%A9+&empty=")
    assert (form.text("choice"), form.texts("approve")) == ("approve", ("a", "b"))
    assert form.text("reason") == "because\r\nof é"
    assert (form.text("empty"), form.text("missing"), form.texts("missing")) == ("", "", ())


def test_a_body_that_is_no_form_holds_no_field():
    assert Form.read(b"").fields == {}
    assert Form.read(b"&".join(b"a=%d" % n for n in range(MOST_FIELDS + 1))).fields == {}


def test_bytes_that_are_no_text_do_not_stop_a_page():
    assert Form.read(b"reason=\xff\xfe").text("reason") == "\ufffd\ufffd"


def test_what_somebody_filled_in_is_never_printed():
    assert "approve" not in repr(Form.read(b"choice=approve"))


@given(PAIRS)
def test_every_field_travels_on_as_it_was_sent(pairs):
    form = Form.read(urlencode(pairs).encode())
    kept = form.kept(dict.fromkeys(name for name, _ in pairs))
    assert sorted(kept) == sorted(pairs)


def test_a_request_has_its_own_id():
    assert new_request() != new_request()
    assert request_id_of(Form.read(b"request=r1")) == "r1"
    assert request_id_of(Form.read(b"request=")) is None
