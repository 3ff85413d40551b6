"""From files to tables with the real stages: the tables expected, and the same ones whatever the machine does.

``tests/expected/raw`` is a tiny corpus of our own; ``tests/expected/tables`` holds what it gives. After a
change of rules look at the difference and, if it is right, run ``make expected``.
"""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.schema.tables import TABLES

ROOT = Path(__file__).parents[1]
EXPECTED = ROOT / "tests" / "expected"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the tiny corpus, made in this process."""
    folder = tmp_path_factory.mktemp("whole") / "output"
    assert main(["run", "--raw", str(EXPECTED / "raw"), "--output", str(folder), "--quiet"]) == 0
    return folder


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _bytes(folder: Path) -> dict[str, bytes]:
    """Every published file but those that tell the time."""
    timed = ("run.json", "history.jsonl")
    return {
        path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and path.name not in timed
    }


def _command(raw: Path, output: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--output", str(output), *more]


@pytest.mark.parametrize("table", ["timeline", "mentions", "event_actors", "actors", "documents", "rejected"])
def test_the_tiny_corpus_gives_the_tables_expected(output: Path, table: str) -> None:
    expected = EXPECTED / "tables" / f"{table}.csv"
    assert (output / f"{table}.csv").read_bytes() == expected.read_bytes(), (
        "the tables differ; compare with `make expected` and `git diff tests/expected`"
    )


def test_every_file_of_the_contract_is_there(output: Path) -> None:
    names = {path.name for path in output.iterdir()}
    wanted = {f"{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")}
    wanted |= {"timeline.xlsx", "timeline.html", "datapackage.json", "CODEBOOK.md", "run.json"}
    assert wanted <= names


def test_every_input_has_its_row_and_every_failure_its_reason(output: Path) -> None:
    files = {path.relative_to(EXPECTED / "raw").as_posix() for path in (EXPECTED / "raw").rglob("*") if path.is_file()}
    documents = _rows(output, "documents")
    assert {row["path"].partition("#")[0] for row in documents} == files
    turned_away = {row["path"] for row in documents if row["state"] in ("failed", "empty")}
    assert turned_away == {"empty.txt", "picture.txt"}
    assert turned_away <= {row["path"] for row in _rows(output, "rejected")}


def test_quotes_lead_back_to_the_text(output: Path) -> None:
    import pandas as pd

    texts = pd.read_parquet(output / "documents.parquet").set_index("document_id")["text"]
    mentions = pd.read_parquet(output / "mentions.parquet")
    assert len(mentions) > 5
    for row in mentions.itertuples():
        assert texts[row.document_id][row.char_start : row.char_end] == row.quote


def test_the_machine_does_not_matter(output: Path, tmp_path: Path) -> None:
    """Other hash seed, zone, locale, workers, order of files in the folder: the same bytes."""
    raw = tmp_path / "raw"
    for path in sorted((EXPECTED / "raw").rglob("*"), reverse=True):
        if path.is_file():
            target = raw / path.relative_to(EXPECTED / "raw")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    odd = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Karachi", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    command = _command(raw, tmp_path / "output", "--workers", "2")
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **odd}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _bytes(tmp_path / "output") == _bytes(output)


def test_a_killed_run_is_completed_by_the_next(output: Path, tmp_path: Path) -> None:
    command = _command(EXPECTED / "raw", tmp_path / "output")
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(1.5)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert main(["run", "--raw", str(EXPECTED / "raw"), "--output", str(tmp_path / "output"), "--quiet"]) == 0
    assert _bytes(tmp_path / "output") == _bytes(output)


def test_one_run_after_another_does_nothing(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _bytes(output)
    started = time.perf_counter()
    assert main(["run", "--raw", str(EXPECTED / "raw"), "--output", str(output)]) == 0
    assert time.perf_counter() - started < 2
    assert "up to date" in capsys.readouterr().out
    assert _bytes(output) == before


def test_an_added_document_leaves_the_other_ids_alone(output: Path, tmp_path: Path) -> None:
    shutil.copytree(EXPECTED / "raw", tmp_path / "raw")
    shutil.copytree(output, tmp_path / "output")
    text = "BAKU, June 2, 2021 - President Ilham Aliyev visited Turkey on 1 June 2021.\n"
    (tmp_path / "raw" / "a-new-one.txt").write_text(text, encoding="utf-8")
    command = ["run", "--raw", str(tmp_path / "raw"), "--output", str(tmp_path / "output"), "--quiet"]
    assert main(command) == 0
    ids, new_ids = ({row["event_id"] for row in _rows(folder, "timeline")} for folder in (output, tmp_path / "output"))
    assert ids < new_ids
    changes = _rows(tmp_path / "output", "changes")
    assert {row["event_id"] for row in changes if row["change"] == "added"} == new_ids - ids


def test_an_event_is_explained(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = _rows(output, "timeline")[0]
    assert main(["explain", "--event", event["event_id"], "--output", str(output)]) == 0
    shown = capsys.readouterr().out
    assert event["quote"] in shown
    assert "en/triggers.yml:" in shown
    mention = _rows(output, "mentions")[0]
    assert main(["explain", "--mention", mention["mention_id"], "--output", str(output)]) == 0
    assert mention["quote"] in capsys.readouterr().out


def test_a_sentence_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    text = "President Ilham Aliyev met Prime Minister Imran Khan in Baku on Tuesday."
    assert main(["explain", "--text", text, "--date", "2021-11-11"]) == 0
    shown = capsys.readouterr().out
    assert "2021-11-09" in shown
    assert "a-ilham-aliyev [common/persons.csv:" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "--raw", "no/such/folder"], 1, "no such folder"),
        (["run", "--lexicon", "no/such/folder"], 1, "--lexicon"),
        (["explain", "--event", "e0"], 1, "no event"),
        (["explain", "--mention", "m0"], 1, "no mention"),
        (["score", "--gold", "no/such/file"], 1, "--gold"),
    ],
)
def test_mistakes_get_a_message_and_a_code(
    output: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    folder = output if arguments[0] != "run" else output.with_name("other")
    assert main([*arguments, "--output", str(folder)]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["run", "--workers", "0"], ["run", "--max-failed", "2"], ["explain", "--text", "a", "--date", "x"]],
)
def test_wrong_arguments_leave_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    capsys.readouterr()


def test_languages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages"]) == 0
    shown = capsys.readouterr().out
    assert "triggers" in shown
    assert "en" in shown.splitlines()[0]
