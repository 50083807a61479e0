"""What the registry says of its keys, to programs."""

from governance.members import PUBLIC
from registry.graphql.context import Context
from registry.graphql.schema import schema
from registry.key_file import KeyFile
from registry.proof.keys import open_handover
from registry.rotating import rotate_key

ASKED = "{ registry { vkey fingerprint keys { vkey fingerprint leaf since record } } }"


async def test_every_key_is_shown_with_what_vouches_for_it(store, settings):
    old = store.signer.verifier
    await rotate_key(store, KeyFile(settings.signing_key_path))
    answer = await schema.execute(ASKED, context_value=Context(store, PUBLIC))
    assert answer.errors is None
    said = answer.data["registry"]
    assert [key["vkey"] for key in said["keys"]] == [old.vkey, store.signer.verifier.vkey]
    assert (said["vkey"], said["fingerprint"]) == (said["keys"][-1]["vkey"], said["keys"][-1]["fingerprint"])
    assert said["keys"][0]["leaf"] == 0
    assert open_handover(said["keys"][1]["record"].encode()) == (old, store.signer.verifier)
