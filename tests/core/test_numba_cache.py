"""Compiled rules that are kept: they save time, and nothing that happens to them stands in a game's way."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dealsim.core import compiled, numba_cache
from dealsim.core.numba_cache import CACHE, VERSIONS_KEPT, cache_home, forget_old, open_folder

type Rule = Callable[[float], float]


def twice(folder: Path | None) -> tuple[Rule, bool]:
    """Return a small rule as a new start has it, and whether it was taken from a folder."""

    def twice_and_one(x: float) -> float:
        """Return twice a number and one."""
        return 2.0 * x + 1.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "_folder", lambda: folder)
        made = compiled.rule(twice_and_one)
    return made, bool(sum(made.stats.cache_hits.values()))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _nothing_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba_cache, "_said", set())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the rule was kept: to be copied, and never changed."""
    folder = tmp_path_factory.mktemp("whole")
    twice(folder)
    return folder


@pytest.fixture
def kept(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the whole folder, which a test may damage or close."""
    folder = Path(shutil.copytree(whole, tmp_path / "kept"))
    yield folder
    for place in [folder, *folder.rglob("*")]:
        place.chmod(0o700)


def files(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(folder.rglob("*.nb?"))}


def only(folder: Path, ending: str) -> Path:
    (found,) = folder.rglob(f"*{ending}")
    return found


def garbled(data: bytes) -> bytes:
    """Return data with other bits at places all over it."""
    return bytes(byte ^ 0x55 if place % 97 == 3 else byte for place, byte in enumerate(data))


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "garbled": garbled,
    "garbled at its end": lambda data: data[:-40] + garbled(data[-40:]),
    "one bit other in the machine code": lambda data: (
        data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]
    ),
    "text": lambda data: b"<html>quota exceeded</html>",
}


def test_what_is_kept_is_taken_from_the_folder_at_the_next_start(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = files(kept)
    again, taken = twice(kept)
    assert (again(3.0), taken) == (7.0, True)
    assert files(kept) == before
    assert caplog.messages == []


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_replaced_and_the_rule_compiled_again(
    ending: str, damage: str, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = only(kept, ending)
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    again, taken = twice(kept)
    assert (again(3.0), taken) == (7.0, False)
    assert len(caplog.messages) <= 1
    assert twice(kept)[1], "nothing was kept instead"


@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
def test_damage_is_said_in_one_line_that_names_the_folder(
    ending: str, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        only(kept, ending).write_bytes(b"")
        twice(kept)
    (line,) = caplog.messages
    assert str(kept) in line
    assert "\n" not in line


def test_machine_code_for_another_processor_under_ones_own_name_is_not_run(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that write one entry at once may leave the index of one beside the code of the other."""
    monkeypatch.setattr(
        numba_cache.KeptCode, "_digest", lambda self, codegen, packed: f"for another processor: {len(packed)}"
    )
    only(kept, ".nbi").write_bytes(b"")
    twice(kept)
    monkeypatch.undo()
    assert twice(kept)[1] is False


def test_a_whole_folder_that_cannot_be_written_is_read(
    kept: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refuse_writing(monkeypatch, kept)
    again, taken = twice(kept)
    assert (again(3.0), taken) == (7.0, True)
    assert caplog.messages == []  # for there is nothing to write


@pytest.mark.parametrize("left", ["nothing", "a damaged index", "damaged code"])
def test_where_nothing_can_be_kept_rules_are_compiled_in_memory_and_one_line_says_what_helps(
    left: str, kept: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index, code = only(kept, ".nbi"), only(kept, ".nbc")
    index.unlink() if left == "nothing" else (index if "index" in left else code).write_bytes(b"\x80")
    refuse_writing(monkeypatch, kept)
    for _ in range(2):
        assert twice(kept)[0](3.0) == 7.0
    (line,) = [line for line in caplog.messages if "cannot be kept" in line]
    assert CACHE in line
    assert str(kept) in line


def refuse_writing(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Close a folder, to an administrator too, whom permissions do not stop."""
    for place in [folder, *folder.rglob("*")]:
        place.chmod(stat.S_IRUSR | (stat.S_IXUSR if place.is_dir() else 0))
    if os.access(folder, os.W_OK):

        def refused(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("numba.core.caching.FunctionCache.flush", refused)
        monkeypatch.setattr("numba.core.caching.IndexDataCacheFile._open_for_write", refused)


def test_a_disk_that_is_full_leaves_no_half_written_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numba.core.caching.os.replace", full)
    assert twice(tmp_path)[0](3.0) == 7.0
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert "No space left on device" in caplog.text


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a-file").write_text("mine")
    assert twice(tmp_path / "a-file")[0](3.0) == 7.0
    assert (tmp_path / "a-file").read_text() == "mine"
    assert len(caplog.messages) == 1


def test_a_folder_in_a_files_place_only_costs_time(kept: Path) -> None:
    index = only(kept, ".nbi")
    index.unlink()
    index.mkdir()
    assert twice(kept)[0](3.0) == 7.0


def test_an_index_whose_code_another_process_has_not_written_yet_is_completed(
    kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    only(kept, ".nbc").unlink()
    assert twice(kept)[1] is False
    assert twice(kept)[1] is True
    assert caplog.messages == []


# The folder


def test_without_a_home_folder_nothing_is_kept_and_one_line_says_what_helps(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unknown(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv(CACHE, raising=False)
    monkeypatch.setattr(numba_cache, "user_cache_path", unknown)
    assert [open_folder("0" * 16), open_folder("0" * 16)] == [None, None]
    assert len(caplog.messages) == 1
    assert CACHE in caplog.text
    assert compiled.compiles_now()


def test_a_home_that_is_named_by_a_relative_path_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be another folder wherever a command is run."""
    monkeypatch.delenv(CACHE, raising=False)
    monkeypatch.setattr(numba_cache, "user_cache_path", lambda *_, **__: Path("~/.cache/dealsim"))
    assert cache_home() is None


def test_a_variable_moves_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path / "moved"))
    assert open_folder("0" * 16) == tmp_path / "moved" / f"compiled-{'0' * 16}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CACHE, "beside")
    assert cache_home() == tmp_path / "beside"


def test_numbas_own_variables_move_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "relative/and/not/there")
    monkeypatch.setattr("numba.config.CACHE_DIR", "relative/and/not/there")
    monkeypatch.chdir(tmp_path)
    assert twice(kept)[1]
    assert not (tmp_path / "relative").exists()


def test_the_versions_that_were_used_last_stay_and_nothing_else_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, str(tmp_path))
    names = [f"compiled-{version:016x}" for version in range(VERSIONS_KEPT + 2)]
    others = ["compiled-by-hand", "pictures"]
    for age, name in enumerate([*names, *others]):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    oldest = names[-1]
    open_folder(oldest.removeprefix("compiled-"))  # one that is used again
    forget_old(tmp_path)
    assert {folder.name for folder in tmp_path.iterdir()} == {*names[: VERSIONS_KEPT - 1], oldest, *others}
