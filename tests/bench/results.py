"""Owns the samples: what was measured, its statistics, and the tables and JSON made of them."""

import datetime
import json
import os
import pathlib
import platform
import statistics


class Results:
    """Samples by figure and peer, in the order in which figures first appeared."""

    def __init__(self):
        self.figures, self.notes = {}, []

    def add(self, figure, unit, peer, value):
        self.figures.setdefault(figure, {"unit": unit, "samples": {}})["samples"].setdefault(peer, []).append(value)

    def rows(self):
        """Figure, unit, and per peer `(n, median, p95, ratio to fx or None)`."""
        for figure, found in self.figures.items():
            base = found["samples"].get("fx")
            base = statistics.median(base) if base else None
            columns = {}
            for peer, samples in found["samples"].items():
                middle = statistics.median(samples)
                columns[peer] = (len(samples), middle, p95(samples), middle / base if base else None)
            yield figure, found["unit"], columns

    def table(self):
        lines = [("figure", "peer", "n", "median", "p95", "ratio to fx")]
        for figure, unit, columns in self.rows():
            for peer, (n, middle, high, ratio) in columns.items():
                lines.append((figure, peer, str(n), amount(middle, unit), amount(high, unit) if n > 1 else "",
                              f"{ratio:.2f}" if ratio is not None and peer != "fx" else ""))
                figure = ""
        widths = [max(map(len, column)) for column in zip(*lines)]
        return "\n".join("  ".join(cell.ljust(width) if n < 2 else cell.rjust(width)
                                   for n, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in lines)

    def markdown(self, peers):
        lines = ["| | n | " + " | ".join(peers) + " |", "|---" * (len(peers) + 2) + "|"]
        for figure, unit, columns in self.rows():
            cells = []
            for peer in peers:
                if peer not in columns:
                    cells.append("")
                    continue
                n, middle, high, ratio = columns[peer]
                spread = f" ({amount(high, unit)})" if n > 1 and high != middle else ""
                times = f", {ratio:.{0 if ratio >= 10 else 1}f}×" if ratio is not None and peer != "fx" else ""
                cells.append(amount(middle, unit) + spread + times)
            n = max(columns[peer][0] for peer in columns)
            lines.append(f"| {figure} | {n} | " + " | ".join(cells) + " |")
        return "\n".join(lines)

    def write(self, path, versions, options):
        document = {"machine": machine(), "versions": versions, "options": options,
                    "figures": self.figures, "notes": self.notes}
        pathlib.Path(path).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def p95(samples):
    """The smallest sample that 95 % of all do not exceed."""
    ordered = sorted(samples)
    return ordered[-(-95 * len(ordered) // 100) - 1]


def amount(value, unit):
    digits = 0 if unit in ("", "requests/s") or value >= 100 else 3 if unit == "ms" and value < 1 else 1
    return f"{value:.{digits}f}" + (f" {unit}" if unit else "")


def machine():
    model = platform.processor() or platform.machine()
    memory = None
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (OSError, ValueError):
        pass
    return {"cores": os.cpu_count(), "cpu": model, "memory_mb": memory,
            "kernel": f"{platform.system()} {platform.release()}", "python": platform.python_version(),
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "load_average": os.getloadavg()}
