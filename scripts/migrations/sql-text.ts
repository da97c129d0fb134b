/** One statement of a file, and where its first word stands. */
export type Statement = {
  readonly start: number;
  /** Lower case, without comments, with literals and bodies emptied: safe to look for words in. */
  readonly words: string;
};

// The order matters: an escape string before an identifier called e, a comment before a minus sign.
const tokenPattern =
  /--[^\n]*|\/\*|e'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$|[\p{L}_][\p{L}\p{N}_$]*|\s+|[\s\S]/iuy;

/**
 * Splits a file as psql does: a semicolon in a literal, a comment, a quoted body or BEGIN ATOMIC ends
 * no statement.
 */
export function statementsOf(sql: string): Statement[] {
  const statements: Statement[] = [];
  let words = "";
  let start = 0;
  let depth = 0;
  for (const { text, at } of [...tokensOf(sql), { text: ";", at: sql.length }]) {
    const isEnd = text === ";" && (depth === 0 || at === sql.length);
    if (isEnd && words !== "") statements.push({ start, words: words.trimEnd() });
    if (words === "") start = at;
    words = isEnd ? "" : joined(words, wordOf(text));
    depth = isEnd ? 0 : depthAfter(depth, wordOf(text), words);
  }
  return statements;
}

function joined(words: string, word: string): string {
  const isNeedless = word === " " && (words === "" || words.endsWith(" "));
  return isNeedless ? words : words + word;
}

function* tokensOf(sql: string): Generator<{ text: string; at: number }> {
  let at = 0;
  while (at < sql.length) {
    tokenPattern.lastIndex = at;
    const matched = tokenPattern.exec(sql)?.[0] ?? sql.slice(at, at + 1);
    const end = endOfToken(sql, at, matched);
    yield { text: sql.slice(at, end), at };
    at = end;
  }
}

function endOfToken(sql: string, at: number, matched: string): number {
  if (matched === "/*") return endOfComment(sql, at);
  if (!isDollarQuote(matched)) return at + matched.length;
  const closing = sql.indexOf(matched, at + matched.length);
  return closing < 0 ? sql.length : closing + matched.length;
}

// Block comments nest in Postgres, unlike in C.
function endOfComment(sql: string, at: number): number {
  let depth = 0;
  for (let index = at; index < sql.length; index += 1) {
    const pair = sql.slice(index, index + 2);
    if (pair === "/*" || pair === "*/") {
      depth += pair === "/*" ? 1 : -1;
      index += 1;
    }
    if (depth === 0) return index + 1;
  }
  return sql.length;
}

function isDollarQuote(token: string): boolean {
  return token.length > 1 && token.startsWith("$");
}

function wordOf(token: string): string {
  if (/^(\s|--|\/\*)/.test(token)) return " ";
  if (/^e?'.*'$/is.test(token)) return "''";
  if (isDollarQuote(token)) return "$$";
  // A quoted name that needs no quotes is the same name without them.
  return /^"[a-z_][a-z0-9_]*"$/.test(token) ? token.slice(1, -1) : token.toLowerCase();
}

// A body written as BEGIN ATOMIC ... END is not quoted, so its semicolons end no statement.
function depthAfter(depth: number, word: string, words: string): number {
  if (!/^create (or replace )?(function|procedure) /.test(words)) return 0;
  if (word === "begin") return depth + 1;
  if (word === "case" && depth > 0) return depth + 1;
  if (word === "end" && depth > 0) return depth - 1;
  return depth;
}
