"""The sections of the page that the source files fill: submodels, state variables, codes, schedule, patterns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from scripts.model_page.bibliography import KEY, Bibliography
from scripts.model_page.markdown import anchor, block, code, divided, is_words, table, words
from scripts.model_page.schedule import Stage
from scripts.model_page.source import Listing, Rule, RuleFile


def submodel(file: RuleFile, headings: Mapping[str, str], bibliography: Bibliography) -> str:
    """Return the section of one file of rules: what it is about, its named numbers, its classes, its rules."""
    about, *more = file.text.split("\n\n")
    heading, _, rest = about.partition(":")
    parts = [f"### {heading.strip().rstrip('.')} ({code(file.path.rpartition('/')[2])})"]
    parts.append(prose(words(rest.strip()[:1].upper() + rest.strip()[1:]), bibliography))
    parts += [prose(part, bibliography) if is_words(part) else block(part) for part in more]
    parts.append(sources_of([part for part in more if not is_words(part)], bibliography))
    parts.append(f"File: [{code(file.path)}](../{file.path}).")
    if file.constants:
        named = [
            code(f"{entry.name} = {entry.kind}") + (f" ({words(entry.meaning)})" if entry.meaning else "")
            for entry in file.constants
        ]
        parts.append(f"Constants: {'; '.join(named)}.")
    parts += [record_section(listing, bibliography) for listing in file.classes]
    parts += [rule_section(rule, headings[place_of(rule)], bibliography) for rule in file.rules]
    return "\n\n".join(part for part in parts if part)


def place_of(rule: Rule) -> str:
    """Return a rule's file and name: `contract.trust`."""
    return f"{rule.home}.{rule.name}"


def headings_of(files: Iterable[RuleFile]) -> dict[str, str]:
    """Return the heading of each rule by its place: its name, and its file where two rules have the same name."""
    rules = [rule for file in files for rule in file.rules]
    count = Counter(rule.name for rule in rules)
    return {place_of(rule): code(rule.name) + (f" ({rule.home})" if count[rule.name] > 1 else "") for rule in rules}


def prose(text: str, bibliography: Bibliography) -> str:
    """Return a text of the code as one of the page: keys and pages of the documentation become links."""
    return bibliography.linked(re.sub(r"`docs/([\w./-]+\.md)`", r"[\1](\1)", text))


def rule_section(rule: Rule, heading: str, bibliography: Bibliography) -> str:
    """Return what one rule says: what it does, its signature, its equation and symbols as they are, and its words."""
    first, mathematics, said = divided(rule.text)
    shown = block("\n\n".join([rule.signature, *mathematics]))
    return "\n\n".join(
        [
            f"#### {heading}",
            prose(words(first), bibliography),
            shown,
            *(prose(part, bibliography) for part in said),
            *filter(None, [sources_of(mathematics, bibliography)]),
        ]
    )


def sources_of(mathematics: Iterable[str], bibliography: Bibliography) -> str:
    """Return the sources named where a link cannot stand, as a line of their own; nothing if there are none."""
    keys = dict.fromkeys(key for part in mathematics for key in KEY.findall(part))
    return f"Source: {', '.join(bibliography.link(key) for key in keys)}." if keys else ""


def record_section(record: Listing, bibliography: Bibliography, parameters: Mapping[str, str] | None = None) -> str:
    """Return a record's fields with their units and meanings.

    parameters: what the schema says of a name, for a field that has it from there and says nothing itself.
    """
    known = parameters or {}
    rows = [
        (code(entry.name), entry.kind.removeprefix("np."), words(entry.meaning or known.get(entry.name, "")))
        for entry in record.entries
    ]
    return "\n\n".join(
        [
            f"#### {code(record.name)} (record)",
            prose(words(record.text), bibliography),
            table(("field", "type", "unit and meaning"), rows),
        ]
    )


def code_section(listing: Listing) -> str:
    """Return the words of a code with their numbers; a table if any of them has more to say."""
    if any(entry.meaning for entry in listing.entries):
        rows = [(code(entry.name.lower()), entry.kind, words(entry.meaning)) for entry in listing.entries]
        shown = table(("word", "number", "meaning"), rows)
    else:
        shown = ", ".join(f"{entry.kind} {code(entry.name.lower())}" for entry in listing.entries) + "."
    return "\n\n".join([f"#### {code(listing.name)} (code)", words(listing.text), shown])


def in_words(listing: Listing) -> str:
    """Return a code's words as they stand in a sentence."""
    return ", ".join(entry.name.lower().replace("_", " ") for entry in listing.entries)


def schedule_section(step: str, stages: tuple[Stage, ...], headings: Mapping[str, str]) -> str:
    """Return the order of a round: the code's own table of contents, then what each stage does."""
    listed = [f"{place}. {stage_lines(stage, headings)}" for place, stage in enumerate(stages, 1)]
    return "\n\n".join([block(step), "\n".join(listed)])


def stage_lines(stage: Stage, headings: Mapping[str, str], depth: int = 0) -> str:
    """Return a stage and, indented below it, what it calls in order; rules are linked to their equations."""
    rules = ", ".join(
        f"[{code(place.rpartition('.')[2])}](#{anchor(headings[place])})" for place in stage.rules if place in headings
    )
    line = f"{code(stage.name)}: {words(stage.text)}" + (f" Rules: {rules}." if rules else "")
    indent = "\n" + "   " + "  " * depth + "- "
    return line + "".join(indent + stage_lines(part, headings, depth + 1) for part in stage.parts)


def patterns_section(covered: dict[str, str], waiting: dict[str, str], bibliography: Bibliography) -> str:
    """Return the closed forms that the rules are held against, and those that still wait."""
    names = set(re.findall(r"\b[A-Z]\w+", " ".join(covered))) | bibliography.surnames()
    rows = [(words(name), words(with_capitals(said, names))) for name, said in covered.items()]
    parts = [table(("closed form", "what is tested"), rows)]
    if waiting:
        listed = "; ".join(f"{words(name)} ({words(why)})" for name, why in waiting.items())
        parts.append(f"Not yet tested, because what they are about is not built: {listed}.")
    return "\n\n".join(parts)


def with_capitals(sentence: str, names: set[str]) -> str:
    """Return a sentence of small letters with the capitals of names, and its first letter, put back."""
    capital = {name.lower() + end: name + said for name in names for end, said in (("", ""), ("s", "'s"))}
    written = " ".join(capital.get(word, word) for word in sentence.split())
    return written[:1].upper() + written[1:]
