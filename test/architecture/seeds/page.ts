/** One row of `docs/seeds.md`, under its seed's and its part's heading. */
export type SeedRow = {
  readonly seed: string;
  readonly part: string;
  readonly items: readonly string[];
  readonly saku: string;
  readonly state: string;
  readonly note: string;
};

export type SummaryRow = { readonly seed: string; readonly counts: readonly number[] };

/** The rows of every seed's tables; tables before the first seed and after the last are not about items. */
export function readSeedRows(markdown: string): readonly SeedRow[] {
  return sectionsOf(markdown, /^## (?=\d{3} )/m).flatMap((section) =>
    sectionsOf(section.body, /^### /m).flatMap((part) => rowsOfPart(section.title, part)),
  );
}

/** The counts of the summary: items, rows, built, planned, subsumed. */
export function readSummary(markdown: string): readonly SummaryRow[] {
  const summary = /^## Summary$(.*?)^## /ms.exec(markdown)?.[1] ?? "";
  const [, ...rows] = tableRowsOf(summary);
  return rows.map(([seed = "", ...counts]) => ({ seed, counts: counts.map(Number) }));
}

/** What stands between back-ticks. */
export function codeSpansOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
}

type Section = { readonly title: string; readonly body: string };

function sectionsOf(markdown: string, heading: RegExp): readonly Section[] {
  const [, ...sections] = markdown.split(heading);
  return sections.map((section) => {
    const end = section.indexOf("\n");
    return { title: section.slice(0, end).replaceAll("`", ""), body: section.slice(end) };
  });
}

function rowsOfPart(seed: string, part: Section): readonly SeedRow[] {
  const [[columns] = [], ...rows] = tableRowsOf(part.body);
  return rows.map((cells) => {
    if (cells.length !== 4)
      throw new Error(`A row of "${part.title}" has not four cells: ${cells.join(" | ")}`);
    const [first = "", saku = "", state = "", note = ""] = cells;
    const items = columns === "seed says" ? [first] : itemsOf(first);
    return { seed, part: part.title, items, saku, state, note };
  });
}

/** `a`, `b` is `X`, `Y` names the columns a and b, and the values X and Y of b. */
function itemsOf(cell: string): readonly string[] {
  const [names = "", values = ""] = cell.split(" is ");
  const columns = codeSpansOf(names);
  return [...columns, ...codeSpansOf(values).map((value) => `${columns.at(-1)}=${value}`)];
}

function tableRowsOf(markdown: string): readonly (readonly string[])[] {
  return markdown
    .split("\n")
    .filter((line) => line.startsWith("|") && !line.startsWith("|--"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}
