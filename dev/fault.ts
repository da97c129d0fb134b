// A failure that the person at the keyboard can mend, told as what is wrong and what to do about it.

const faultName = "Fault";

export function faultOf(problem: string, remedy: string, cause?: unknown): Error {
  const fault = new Error(`${problem}\n${remedy}`, { cause });
  fault.name = faultName;
  return fault;
}

/** What to print: a message written for people speaks for itself, a bug also shows where it came from. */
export function tellOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isWrittenForPeople = error.constructor === Error && !("code" in error);
  return isWrittenForPeople ? error.message : (error.stack ?? error.message);
}
