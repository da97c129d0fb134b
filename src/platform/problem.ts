import type { ContentfulStatusCode } from "hono/utils/http-status";

/** What the catalogue says of one refusal; the documents and the page behind `type` are written from it. */
export type ProblemEntry = {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** What happened, for the person who meets it. */
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The entry's own fields, by name. */
  readonly fields?: Readonly<Record<string, string>>;
};

export type Catalogue<Code extends string = string> = Readonly<Record<Code, ProblemEntry>>;
export type Extensions = Readonly<Record<string, unknown>>;

/** An expected refusal. Whatever else is thrown is a bug, and leaves as a bare 500. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: string;
  readonly entry: ProblemEntry;
  readonly extensions: Extensions;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    entry: ProblemEntry,
    detail: string,
    extensions: Extensions,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.code = code;
    this.entry = entry;
    this.extensions = extensions;
    this.headers = headers;
  }
}

/** Closes a module's catalogue over its codes: a code outside it does not compile. */
export function problemsOf<const Code extends string>(catalogue: Catalogue<Code>) {
  return (
    code: Code,
    detail: string,
    extensions: Extensions = {},
    headers: Readonly<Record<string, string>> = {},
  ): Problem => new Problem(code, catalogue[code], detail, extensions, headers);
}
