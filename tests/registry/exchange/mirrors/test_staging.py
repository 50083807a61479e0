"""Writing an export: what was there before stays whole, whatever happens in between."""

import pytest

from registry.exchange.mirrors import layout
from registry.exchange.mirrors.index import Index, checksums, listed, ordered, signed_index
from registry.exchange.mirrors.members import Cache, Member
from registry.exchange.mirrors.staging import NotAnExportError, Staging
from registry.proof.checkpoints import Checkpoint
from registry.proof.keys import private_key
from registry.proof.notes import Signer

SIGNER = Signer("a/registry", private_key(b"1" * 32))


class Killed(Exception):  # noqa: N818 - what a test raises in the place of a signal
    pass


def write(directory, files, signer=SIGNER, killed_after=None):
    """Export some files as the use case does; killed after so many were put in their place, if asked."""
    stage = Staging(directory)
    members = {path: Member(path, f"/{path}", "text/plain", Cache.A_MINUTE) for path in files}
    index = Index(
        (signer.verifier,),
        Checkpoint(signer.name, 1, b"r" * 32),
        demonstration=True,
        software="test",
        files=ordered(listed(members[path], content) for path, content in files.items()),
    )
    with stage.opened(signer.name):
        for path, content in files.items():
            stage.write(path, content)
        stage.write(layout.INDEX, index.content())
        stage.write(layout.CHECKSUMS, checksums(index))
        stage.write(layout.SIGNED, signed_index(index, signer))
        if killed_after is not None:
            place, count = stage._place, iter(range(killed_after))

            def interrupted(path):
                if next(count, None) is None:
                    # A signal leaves the directory as it is; nothing is tidied up.
                    stage.part.rename(stage.part.with_name("kept"))
                    raise Killed
                place(path)

            stage._place = interrupted
        stage.finish(list(files))


def there(directory):
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in directory.rglob("*")
        if path.is_file() and path.relative_to(directory).as_posix() not in layout.FRAME
    }


def test_a_new_export_appears_whole(tmp_path):
    write(tmp_path / "out", {"a/x": b"1", "b": b"2"})
    assert there(tmp_path / "out") == {"a/x": b"1", "b": b"2"}
    assert not (tmp_path / "out.part").exists()


def test_an_export_is_brought_up_to_date_and_what_is_not_listed_any_more_goes(tmp_path):
    write(tmp_path / "out", {"a/x": b"1", "gone/y": b"2"})
    untouched = (tmp_path / "out/a/x").stat().st_ino
    write(tmp_path / "out", {"a/x": b"1", "new/z": b"3"})
    assert there(tmp_path / "out") == {"a/x": b"1", "new/z": b"3"}
    assert (tmp_path / "out/a/x").stat().st_ino == untouched
    assert not (tmp_path / "out/gone").exists()
    assert not (tmp_path / "out/.part").exists()


def test_an_empty_directory_that_is_there_already_is_taken(tmp_path):
    (tmp_path / "out").mkdir()
    write(tmp_path / "out", {"a": b"1"})
    assert there(tmp_path / "out") == {"a": b"1"}


def test_a_file_that_somebody_edited_is_put_right(tmp_path):
    write(tmp_path / "out", {"a": b"1"})
    (tmp_path / "out/a").write_bytes(b"x")
    write(tmp_path / "out", {"a": b"1"})
    assert there(tmp_path / "out") == {"a": b"1"}


def test_a_file_in_the_way_that_no_export_made_is_left_alone(tmp_path):
    write(tmp_path / "out", {"a": b"1"})
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(NotAnExportError, match=r"mine\.txt"):
        write(tmp_path / "out", {"a": b"2"})
    assert there(tmp_path / "out") == {"a": b"1", "mine.txt": b"mine"}


def test_a_directory_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(NotAnExportError):
        write(tmp_path / "out", {"a": b"2"})
    assert there(tmp_path / "out") == {"mine.txt": b"mine"}


def test_a_directory_of_the_name_of_a_draft_is_left_alone(tmp_path):
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part/mine.txt").write_text("mine")
    with pytest.raises(NotAnExportError):
        write(tmp_path / "out", {"a": b"2"})
    assert there(tmp_path) == {"out.part/mine.txt": b"mine"}


def test_the_export_of_another_registry_is_not_overwritten(tmp_path):
    write(tmp_path / "out", {"a": b"1"})
    with pytest.raises(NotAnExportError, match="b/registry"):
        write(tmp_path / "out", {"a": b"2"}, Signer("b/registry", private_key(b"2" * 32)))
    assert there(tmp_path / "out") == {"a": b"1"}


def test_an_export_that_fails_before_it_is_put_in_place_changes_nothing(tmp_path):
    write(tmp_path / "out", {"a": b"1"})
    stage = Staging(tmp_path / "out")
    with pytest.raises(Killed), stage.opened(SIGNER.name):
        stage.write("a", b"2")
        raise Killed
    assert there(tmp_path / "out") == {"a": b"1"}


@pytest.mark.parametrize("count", range(6))
def test_an_export_that_was_killed_while_it_was_put_in_place_is_finished_by_the_next(tmp_path, count):
    out = tmp_path / "out"
    write(out, {"a": b"1", "old": b"1"})
    with pytest.raises(Killed):
        write(out, {"a": b"2", "b": b"2", "c": b"2"}, killed_after=count)
    (out / "kept").rename(out / ".part")
    write(out, {"a": b"3", "c": b"3", "d": b"3"})
    assert there(out) == {"a": b"3", "c": b"3", "d": b"3"}
