// What the proxy answers when it does not answer with rows: Neon's words, codes and statuses.

/** The fields of a Postgres ErrorResponse, by the letter that the wire protocol gives each. */
export type DatabaseFields = ReadonlyMap<string, string>;

/** An error that leaves as an HTTP response of its own. */
export type Refusal = Error & { readonly status: number; readonly body: string };

/** A refusal by Postgres, or, without fields, one by the proxy itself. */
export function refusalOf(status: number, message: string, fields?: DatabaseFields): Refusal {
  return withBody(status, message, bodyOf(message, fields ?? new Map()));
}

/** Neon gives a cancelled statement these two fields and no others. */
export function cancellationOf(message: string): Refusal {
  return withBody(400, message, { message, code: "08P01" });
}

export function databaseRefusalOf(fields: DatabaseFields): Refusal {
  return refusalOf(400, fields.get("M") ?? "db error", fields);
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && "status" in error && "body" in error;
}

export function parseDatabaseFields(body: Buffer): DatabaseFields {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < body.length && body[at] !== 0) {
    const end = body.indexOf(0, at + 1);
    fields.set(String.fromCharCode(body[at] ?? 0), body.toString("utf8", at + 1, end));
    at = end + 1;
  }
  return fields;
}

function withBody(status: number, message: string, body: object): Refusal {
  return Object.assign(new Error(message), { status, body: JSON.stringify(body) });
}

function bodyOf(message: string, fields: DatabaseFields) {
  const field = (letter: string) => fields.get(letter) ?? null;
  // Neon reports a place in the statement or one in an inner query, never both.
  const isInner = !fields.has("P");
  return {
    message,
    // Neon leaves these two empty rather than null when the error is not Postgres's.
    code: fields.get("C") ?? "",
    detail: field("D"),
    hint: field("H"),
    position: field("P"),
    internalPosition: isInner ? field("p") : null,
    internalQuery: isInner ? field("q") : null,
    severity: fields.get("S") ?? "",
    where: field("W"),
    table: field("t"),
    column: field("c"),
    schema: field("s"),
    dataType: field("d"),
    constraint: field("n"),
    file: field("F"),
    line: field("L"),
    routine: field("R"),
  };
}
