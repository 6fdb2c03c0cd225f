"""What a comparison found: how much was compared, what differs, and what was meant to."""

from collections import Counter
from dataclasses import dataclass, field

from scripts.compare_versions.on_purpose import CHANGED, RENAMED, Changed, Renamed, excuse_for


@dataclass
class Findings:
    """counts: what was compared.  differences: that fail.  remarks: that do not.  excused: by the entry that did so."""

    changed: tuple[Changed, ...] = CHANGED
    renamed: tuple[Renamed, ...] = RENAMED
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    excused: Counter[Changed] = field(default_factory=Counter)

    def differ(self, address: str, how: str) -> None:
        """Take in a difference, which an entry of the list may excuse."""
        if entry := excuse_for(address, self.changed):
            self.excused[entry] += 1
        else:
            self.differences.append(f"{address}: {how}")

    def remark(self, address: str, what: str) -> None:
        """Take in something that is no difference between results."""
        self.remarks.append(f"{address}: {what}")

    def summary(self) -> list[str]:
        """Return what was compared, and the result, in lines."""
        said = [f"compared: {', '.join(f'{many:,} {what}' for what, many in self.counts.items())}"]
        for entry in self.changed:
            many = self.excused[entry]
            said.append(f"changed on purpose: {entry.where} ({entry.reason}): {many or 'nothing any more'}")
        said += [f"renamed: {each.was} is {each.now} in {each.files} ({each.reason})" for each in self.renamed]
        said.append(f"wording or order differs, results do not: {len(self.remarks)}")
        return [*said, f"DIFFERENT: {len(self.differences)}" if self.differences else "All results are the same."]
