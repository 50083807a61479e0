"""Looking at a log from outside: what continues, what was rewound, rewritten or forked, and what was tampered with."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures.errors import InvalidError
from registry.monitoring import Keeper, KeptDamagedError, LogUnreadableError, held, observe, shown_by, source
from registry.proof.forks import Fork
from registry.proof.keys import fingerprint
from registry.proof.leaves import Leaf
from tests.registry.monitoring.logs import a_log, files_of, grow, written
from tests.registry.proof.support import NEXT, SIGNER, STRANGER

FINGERPRINT = fingerprint(SIGNER.verifier.public_key)


@pytest.fixture
def place(tmp_path):
    """Shows a log in a directory, in the place of what was shown there before."""
    directory = tmp_path / "export" / "log"
    directory.mkdir(parents=True)

    def show(log, **signers):
        written(directory, files_of(log, **signers))
        return source(str(directory.parent))

    return show


@pytest.fixture
def keeper(tmp_path):
    return Keeper(tmp_path / "kept")


def longer(log, length, name="set"):
    while len(log.leaves) < length:
        grow(log, name)
    return log


def failed(seen):
    return {check.name for check in seen.checks if not check.passed}


def everything_in(directory):
    return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def test_a_log_that_grows_is_followed_and_each_checkpoint_is_kept(place, keeper):
    log = a_log(3)
    for length in (3, 4, 255, 256, 257, 600):
        seen = observe(place(longer(log, length)), keeper, FINGERPRINT)
        assert seen.is_sound, seen.checks
        assert seen.last_entry_at == log.leaves[-1].at
    assert [size for size, _ in keeper.checkpoints()] == [3, 4, 255, 256, 257, 600]
    assert seen.kept_before == (3, 4, 255, 256, 257)
    assert "nothing in the log was changed or taken out since you kept the checkpoint of 3 entries" in " ".join(
        seen.conclusions
    )


def test_the_same_checkpoint_again_changes_nothing(place, keeper):
    log = a_log()
    observe(place(log), keeper)
    before = everything_in(keeper.directory)
    assert observe(place(log), keeper).is_sound
    assert everything_in(keeper.directory) == before


def test_who_names_no_key_is_told_so_once(place, keeper):
    first, second = observe(place(a_log()), keeper), observe(place(a_log()), keeper)
    assert "was taken as it came" in first.conclusions[0]
    assert "was taken as it came" not in " ".join(second.conclusions)
    assert keeper.trusted() == SIGNER.verifier


def test_a_log_of_another_key_is_refused_and_not_kept(place, keeper):
    seen = observe(place(a_log(signer=STRANGER)), keeper, FINGERPRINT)
    assert (failed(seen), seen.checkpoint, keeper.checkpoints()) == ({"keys"}, None, ())
    observe(place(a_log()), keeper)
    assert failed(observe(place(a_log(9, signer=STRANGER)), keeper)) == {"keys"}
    assert len(keeper.checkpoints()) == 1


def test_a_rewound_log_is_caught_by_who_kept_a_checkpoint(place, keeper):
    observe(place(a_log(9)), keeper)
    seen = observe(place(a_log(5)), keeper)
    assert failed(seen) == {"continues"}
    assert "A checkpoint of 9 entries was signed" in seen.checks[2].sentence
    assert [size for size, _ in keeper.checkpoints()] == [9]


@pytest.mark.parametrize("length", [6, 7, 9, 300])
def test_a_log_that_was_rewound_and_went_another_way_leaves_evidence_for_everybody(place, keeper, length):
    observe(place(a_log(6)), keeper)
    seen = observe(place(longer(a_log(4), length, "other")), keeper)
    assert failed(seen) == {"continues"}
    (path,) = seen.forks
    checks = Fork.parse(path.read_bytes()).checks([FINGERPRINT])
    assert len(checks) == 5
    assert all(check.passed for check in checks)
    assert [size for size, _ in keeper.checkpoints()] == [6]


@pytest.mark.parametrize(("one", "other"), [(8, 8), (8, 6), (300, 7)])
def test_a_forked_log_is_caught_by_two_who_compare(place, keeper, tmp_path, one, other):
    theirs = Keeper(tmp_path / "theirs")
    observe(place(longer(a_log(4), other, "other")), theirs)
    mine = place(longer(a_log(4), one))
    assert observe(mine, keeper).is_sound
    seen = observe(mine, keeper, others=held(theirs))
    assert failed(seen) == {"agrees"}
    assert all(check.passed for check in Fork.parse(seen.forks[0].read_bytes()).checks([FINGERPRINT]))


def test_a_keeper_who_was_shown_more_is_not_agreed_with(place, keeper, tmp_path):
    theirs = Keeper(tmp_path / "theirs")
    observe(place(a_log(9)), theirs)
    seen = observe(place(a_log(8)), keeper, others=held(theirs))
    assert failed(seen) == {"agrees"}
    assert seen.forks == ()


def test_two_who_were_shown_the_same_log_agree(place, keeper, tmp_path):
    theirs, log = Keeper(tmp_path / "theirs"), a_log(4)
    observe(place(log), theirs)
    seen = observe(place(longer(log, 300)), keeper, others=held(theirs))
    assert seen.is_sound
    assert "You and the other keeper were shown the same log" in " ".join(seen.conclusions)
    assert observe(place(log), keeper, others=[shown_by(place(log))]).is_sound


def test_another_registry_is_no_evidence_of_a_fork(place, keeper, tmp_path):
    theirs = Keeper(tmp_path / "theirs")
    observe(place(a_log(5, signer=STRANGER)), theirs)
    seen = observe(place(a_log(5)), keeper, others=held(theirs))
    assert (failed(seen), seen.forks) == ({"agrees"}, ())


def test_a_new_key_is_followed_from_the_one_that_was_trusted(place, keeper):
    log = a_log(3)
    observe(place(log), keeper, FINGERPRINT)
    log.rotate(NEXT)
    assert observe(place(log, signers=[SIGNER, NEXT]), keeper).is_sound
    seen = observe(place(longer(log, 9)), keeper)
    assert seen.is_sound
    assert seen.signer == NEXT.verifier
    assert len(keeper.keys()) == 2


def test_a_new_key_is_followed_by_who_did_not_look_meanwhile(place, keeper):
    log = a_log(3)
    observe(place(log), keeper, FINGERPRINT)
    log.rotate(NEXT)
    assert observe(place(longer(log, 9)), keeper).is_sound


@pytest.mark.parametrize("signers", [[SIGNER], [NEXT], [STRANGER]], ids=["old", "new", "stranger"])
def test_a_handover_that_one_of_the_keys_did_not_sign_is_refused(place, keeper, signers):
    log = a_log(3)
    observe(place(log), keeper)
    log.rotate(NEXT)
    assert failed(observe(place(log, signers=signers), keeper)) == {"signature"}


def test_the_old_key_signs_no_more(place, keeper):
    log = a_log(3)
    log.rotate(NEXT)
    assert failed(observe(place(longer(log, 6), signers=[SIGNER]), keeper)) == {"signature"}


def test_a_key_that_the_log_does_not_name_is_refused(place, keeper):
    log, other = a_log(3), a_log(3)
    other.rotate(NEXT)
    files = files_of(longer(log, 6), signers=[NEXT]) | {"keys": files_of(other)["keys"]}
    directory = place(log)._base
    seen = observe(source(str(written(directory, files))), keeper)
    assert failed(seen) == {"entries"}
    assert "does not name the key that the registry shows" in " ".join(check.sentence for check in seen.checks)


def test_a_history_of_keys_that_was_changed_is_refused(place, keeper):
    log, other = a_log(3), a_log(4)
    log.rotate(NEXT)
    other.rotate(NEXT)
    observe(place(log, signers=[SIGNER, NEXT]), keeper)
    seen = observe(place(longer(other, 9)), keeper)
    assert failed(seen) == {"keys"}


def test_times_that_go_back_are_told(place, keeper):
    log = a_log(5)
    leaf = log.leaves[4]
    log.leaves[4] = Leaf(leaf.action, leaf.reference, leaf.digest, log.leaves[2].at)
    seen = observe(place(log), keeper)
    assert failed(seen) == {"entries"}
    assert "a time before that of the entry before it" in " ".join(check.sentence for check in seen.checks)
    log = a_log(5)
    assert observe(place(log), keeper).is_sound
    grow(log)
    log.leaves[5] = Leaf(leaf.action, leaf.reference, leaf.digest, log.leaves[2].at)
    assert failed(observe(place(log), keeper)) == {"entries"}, "the last entry that was read before counts as well"


class Scribble:
    """Something in the log that is no leaf."""

    action = None

    def content(self):
        return b"free text"


def test_an_entry_that_is_no_leaf_is_told(place, keeper):
    log = a_log(5)
    log.leaves[3] = Scribble()
    assert failed(observe(place(log), keeper)) == {"entries"}


@pytest.mark.parametrize("path", ["checkpoint", "keys", "tile/entries/000.p/5", "tile/0/000.p/5"])
def test_what_is_not_shown_cannot_be_judged(place, keeper, path):
    shown = place(a_log())
    (shown._base / path).unlink()
    with pytest.raises(LogUnreadableError):
        observe(shown, keeper)
    assert keeper.checkpoints() == ()


def test_a_full_tile_serves_where_the_partial_one_is_gone(place, keeper):
    log = a_log(10)
    checkpoint = files_of(log)["checkpoint"]
    directory = place(longer(log, 300))._base
    (directory / "checkpoint").write_bytes(checkpoint)
    shutil.rmtree(directory / "tile/0/001.p")
    assert observe(source(str(directory)), keeper).is_sound


@pytest.mark.parametrize("where", ["nowhere", "ftp://host/log", "https://"])
def test_a_place_that_is_none_is_refused(where):
    with pytest.raises(LogUnreadableError):
        source(where)


def test_what_was_kept_and_changed_is_refused(place, keeper):
    observe(place(a_log()), keeper)
    path = keeper.directory / "checkpoints" / "0000000005.txt"
    whole = path.read_bytes()
    for changed in (whole.replace(b"\n5\n", b"\n6\n"), whole[:-1], b"", b"\xff"):
        path.write_bytes(changed)
        with pytest.raises(KeptDamagedError):
            observe(place(a_log(6)), keeper)
    path.write_bytes(whole)
    path.rename(path.with_name("0000000004.txt"))
    with pytest.raises(KeptDamagedError):
        observe(place(a_log(6)), keeper)


class Files:
    """A source that shows files held in memory."""

    name = "memory"

    def __init__(self, files):
        self._files = files

    def get(self, path, largest):
        content = self._files.get(path)
        assert content is None or len(content) <= largest
        return content


LOG = a_log(600)
FILES = files_of(LOG)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.data())
def test_one_changed_bit_of_any_file_is_found(tmp_path, data):
    path = data.draw(st.sampled_from(sorted(FILES)))
    place = data.draw(st.integers(0, len(FILES[path]) - 1))
    bit = data.draw(st.integers(0, 7))
    content = FILES[path]
    changed = content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]
    keeper = Keeper(tmp_path / "kept")
    shutil.rmtree(keeper.directory, ignore_errors=True)
    try:
        seen = observe(Files({**FILES, path: changed}), keeper, FINGERPRINT)
    except InvalidError:
        return
    assert not seen.is_sound
    assert keeper.checkpoints() == ()


def test_the_files_that_are_changed_above_are_sound_when_they_are_not(tmp_path):
    assert observe(Files(FILES), Keeper(tmp_path / "kept"), FINGERPRINT).is_sound
