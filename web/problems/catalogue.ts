/** One entry of `/problems.json`. */
export type ProblemEntry = {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly context: string;
  readonly detail: string;
  readonly remedy: string;
  readonly fields: readonly { readonly name: string; readonly description: string }[];
};

/** The entries of a loaded catalogue; undefined where it is not one. */
export function entriesOf(value: unknown): ProblemEntry[] | undefined {
  return Array.isArray(value) && value.every(isEntry) ? value : undefined;
}

function isEntry(value: unknown): value is ProblemEntry {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Partial<Record<keyof ProblemEntry, unknown>>;
  const texts = [entry.code, entry.title, entry.context, entry.detail, entry.remedy];
  return (
    texts.every((text) => typeof text === "string") &&
    typeof entry.status === "number" &&
    Array.isArray(entry.fields)
  );
}

/** The code that the address asks for; empty for the whole list. */
export function codeOf(pathname: string): string {
  const [code = ""] = pathname.replace(/^\/problems(\.html)?\/?/, "").split("/");
  try {
    return decodeURIComponent(code);
  } catch {
    // A lone percent sign is no encoding; it is shown as it stands.
    return code;
  }
}

export function isMatch(entry: ProblemEntry, query: string): boolean {
  const words = `${entry.code} ${entry.status} ${entry.title} ${entry.context} ${entry.detail}`;
  const all = words.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
