/** One part of a seed: its title, and each thing that it names (a column, `column=VALUE`, an endpoint, a statement). */
export type SeedPart = { readonly title: string; readonly items: readonly string[] };

/**
 * Reads a list of a seed's items. `table T` is followed by names of columns, indexes and constraints, by `column = VALUES`
 * and by `- something in several words`; `list L` by one item a line.
 */
export function readSeedItems(text: string): readonly SeedPart[] {
  const blocks = text.trim().split(/\n(?=table |list )/);
  return blocks.map((block) => {
    const [head = "", ...lines] = block.split("\n");
    const [, kind, title = ""] = /^(table|list) (.+)$/.exec(head) ?? [];
    if (kind === undefined)
      throw new Error(`A block starts with "table" or "list", not with "${head}".`);
    const trimmed = lines.map((line) => line.trim());
    return { title, items: kind === "list" ? trimmed : trimmed.flatMap(itemsOfTableLine) };
  });
}

function itemsOfTableLine(line: string): readonly string[] {
  if (line.startsWith("- ")) return [line.slice(2)];
  const [column = "", values] = line.split(" = ");
  if (values === undefined) return line.split(" ");
  return values.split(" ").map((value) => `${column}=${value}`);
}
