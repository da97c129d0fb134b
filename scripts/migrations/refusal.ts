const refusalName = "MigrationRefused";

/** An expected refusal: its message is all that a person needs, so no stack trace is shown for it. */
export function refusal(message: string): Error {
  return Object.assign(new Error(message), { name: refusalName });
}

export function refusalOf(heading: string, faults: readonly string[]): Error {
  return refusal([heading, ...faults.map((fault) => `  - ${fault}`)].join("\n"));
}

export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && error.name === refusalName;
}
