import { contexts } from "../contexts.ts";

/** The bounded contexts: each owns the Postgres schema of its name, and no file may name another. */
export const contextNames: readonly string[] = contexts.map(({ name }) => name);
