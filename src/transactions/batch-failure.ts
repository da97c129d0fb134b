import { databaseErrorOf } from "../platform/database.ts";

/**
 * Somebody in the way, a batch too large for its time, a database that is not there, an answer that cannot be read, or
 * a fault of ours. Only the last is final, because the database itself has said that nothing was done.
 */
export type BatchFailure = {
  readonly kind: "conflict" | "slow" | "away" | "unclear" | "bug";
  readonly state: string;
};

/** After how many attempts a batch is no longer sent whole. What is away is away for each half of it too. */
const attemptsBeforeSplit = {
  conflict: 8,
  slow: 2,
  away: Number.POSITIVE_INFINITY,
  unclear: 4,
  bug: 1,
} as const satisfies Record<BatchFailure["kind"], number>;

const shortestPauseMs = 20;
const longestPauseMs = 2_000;

/** numeric_value_out_of_range: the amounts were too large to be kept. */
export const tooLargeState = "22003";

export function batchFailureOf(error: unknown): BatchFailure {
  const cause = databaseErrorOf(error);
  if (!cause) return { kind: "unclear", state: String(error) };
  // The checks of an entry are about its size, as an overflow is.
  const state = cause.constraint?.startsWith("entries_") ? tooLargeState : (cause.code ?? "");
  if (isSlow(state, cause.message)) return { kind: "slow", state };
  // Another batch has claimed a key or a reference meanwhile; sent again, this one finds it.
  if (["23505", "40001", "40P01"].includes(state)) return { kind: "conflict", state };
  if (state === "") return failureOfStatus(cause.message);
  // Class 42 says that a function or a right is missing: a migration is under way, and passes.
  if (/^(08|28|57P|53|42)/.test(state)) return { kind: "away", state };
  return { kind: "bug", state };
}

// Over HTTP a statement whose time is up is cancelled under the code of a broken protocol, and told by its words alone.
function isSlow(state: string, message: string): boolean {
  // 55P03 ends a wait for a lock, which has taken seconds already.
  if (["57014", "25P04", "55P03"].includes(state)) return true;
  return state === "08P01" && message.includes("runtime exceeded");
}

/** The driver tells a refusal by the proxy, which has no code, by the status in its words. */
function failureOfStatus(message: string): BatchFailure {
  const status = /HTTP status (\d{3})/.exec(message)?.[1] ?? "";
  // A request that is too large never ran; of an answer that is, nobody knows.
  if (status === "413") return { kind: "bug", state: status };
  return { kind: status === "507" ? "unclear" : "away", state: status };
}

export function isWorthSplitting({ kind }: BatchFailure, attempt: number): boolean {
  return attempt >= attemptsBeforeSplit[kind];
}

/** How long to wait before the same is sent again. Whoever was in the way is gone in a moment. */
export function pauseOf({ kind }: BatchFailure, attempt: number): number {
  if (kind === "conflict") return attempt;
  return Math.min(shortestPauseMs * 2 ** (attempt - 1), longestPauseMs);
}
