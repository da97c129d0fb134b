import { tooLargeState } from "./batch-failure.ts";
import type { Reply } from "./command.ts";
import type { Unit } from "./lanes.ts";

/**
 * What a unit's sender is told, with each reply as the text that Postgres wrote. `replies` and `failed` are final; the
 * others leave it to be sent again.
 */
export type LaneAnswer =
  | { readonly kind: "replies"; readonly replies: readonly string[] }
  | { readonly kind: "busy" }
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly state: string };

// A line an answer, and JSON has no tab of its own.

export function writeAnswers(answers: readonly LaneAnswer[]): string {
  return answers
    .map((answer) => {
      if (answer.kind === "replies") return `replies\t${answer.replies.join("\t")}`;
      return answer.kind === "failed" ? `failed\t${answer.state}` : answer.kind;
    })
    .join("\n");
}

export function readAnswers(lines: string): LaneAnswer[] {
  return lines.split("\n").map((line): LaneAnswer => {
    const [kind, ...rest] = line.split("\t");
    if (kind === "replies") return { kind, replies: rest };
    if (kind === "failed") return { kind, state: rest[0] ?? "" };
    return { kind: kind === "busy" ? "busy" : "unknown" };
  });
}

/** What could not be decided is said of each command of the unit in the words of a refusal. */
export function repliesOf(unit: Unit, answer: LaneAnswer | undefined): readonly Reply[] {
  if (answer?.kind === "replies") return answer.replies.map(readReply);
  const code = codeOf(answer);
  return unit.map(() => ({ code }));
}

export function readReply(text: string): Reply {
  return JSON.parse(text);
}

function codeOf(answer: LaneAnswer | undefined): string {
  if (answer?.kind === "busy") return "lane_busy";
  if (answer?.kind !== "failed") return "database_unavailable";
  return answer.state === tooLargeState ? "balance_out_of_range" : "internal_error";
}
