"""Parser, table models, event types and rule files -> the pages of the reference, which nobody writes by hand."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli import make_parser
from pipeline.lexicon.event_types import load_event_types
from pipeline.lexicon.load import load_lexicon
from pipeline.schema.tables import TABLES
from pipeline.write.to_codebook import codebook_parts

LEXICON = Path(__file__).parents[1] / "pipeline" / "lexicon"

MODULES = {
    "Reading the output": ["pipeline", "pipeline.schema.read"],
    "Expressions of time": [
        "pipeline.times.tag",
        "pipeline.times.phrase",
        "pipeline.times.infer",
        "pipeline.times.files",
    ],
    "Running the stages": ["pipeline.run.workspace", "pipeline.run.stages"],
    "The stages, each on its own": [
        "pipeline.normalize.files",
        "pipeline.extract.document",
        "pipeline.link.link",
        "pipeline.validate.tables",
        "pipeline.write.files",
        "pipeline.write.exports.formats",
    ],
    "Records and intervals": ["pipeline.core.records", "pipeline.core.intervals", "pipeline.core.errors"],
    "Rules and tables": ["pipeline.lexicon.load", "pipeline.lexicon.coverage", "pipeline.schema.columns"],
    "Measuring": ["pipeline.evaluate.gold", "pipeline.evaluate.scores"],
}


def write_reference(folder: Path) -> None:
    """Write every page of the reference into the folder; pages that say the same as before are left alone."""
    folder.mkdir(exist_ok=True)
    lexicon = load_lexicon()
    parts = codebook_parts(load_event_types(lexicon), lexicon.table("common/crosswalk.csv"))
    pages = {
        "commands": commands_page(),
        "tables": "# Tables\n\n" + "\n".join([parts["opening"], *(parts[table] for table in TABLES)]),
        "event-types": "# Event types\n\n" + parts["types"].partition("\n")[2],
        "coding": "# Coding, citing, other data sets\n\n" + parts["coding"] + "\n" + parts["crosswalk"],
        "rule-files": rule_files_page(),
        "api": api_page(),
    }
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def commands_page() -> str:
    """What each command says of itself."""
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1"}
    parser = make_parser()
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    parts = [f"# Commands\n\n```text\n{parser.format_help()}```\n"]
    parts += [f"## {name}\n\n```text\n{one.format_help()}```\n" for name, one in commands.choices.items()]
    return "\n".join(parts)


def rule_files_page() -> str:
    """What each rule file says at its head, the files of one language standing for all."""
    opening = (
        "# Rule files\n\nAll that the pipeline knows lies in `pipeline/lexicon/`. Each file explains itself at its "
        "head; this page repeats these heads, with the first entry of each table. A folder of your own of the same "
        "layout goes over it: `make run LEXICON=my-rules`. Rows and rules with a known `id` replace the shipped ones, "
        "others are added.\n"
    )
    common = "\n".join(_rule_files("common"))
    english = "\n".join(_rule_files("en"))
    stems = _rule_file(LEXICON / "az" / "inflection.yml")
    return (
        f"{opening}\n## Facts, the same in every language: `common/`\n\n{common}\n"
        f"## Words and grammar of one language: `en/` stands for all\n\n{english}\n"
        f"## Languages that are read by word stems\n\n{stems}\n"
    )


def _rule_files(folder: str) -> Iterator[str]:
    for path in sorted((LEXICON / folder).iterdir()):
        if not path.name.endswith(".examples.yml") and path.suffix in (".csv", ".yml"):
            yield _rule_file(path)


def _rule_file(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    n_head = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    head = [line.removeprefix("#").removeprefix(" ") for line in lines[:n_head]]
    sample = lines[n_head : n_head + 2] if path.suffix == ".csv" else []
    shown = "\n".join([*head, *([""] if head and sample else []), *sample])
    return f"### {path.parent.name}/{path.name}\n\n```text\n{shown}\n```\n"


def api_page() -> str:
    """Modules that other programs may use, from their docstrings."""
    parts = ["# Python\n\nThe stages are plain functions on records and tables; the command line only calls them.\n"]
    for title, modules in MODULES.items():
        parts.append(f"## {title}\n")
        parts += [
            f"### {module}\n\n```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n```\n" for module in modules
        ]
    return "\n".join(parts)
