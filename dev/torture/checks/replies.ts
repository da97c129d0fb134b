// What the replies say of each other, before anybody looks at the books.
import {
  type Attempt,
  attemptsByKey,
  bodyOf,
  type History,
  isAnswer,
  operationsOf,
} from "../history.ts";

/** One key has one meaning and one answer, for ever. */
export function replyFaults(history: History): string[] {
  return [...attemptsByKey(history)].flatMap(([key, attempts]) => {
    const answered = attempts.filter(({ reply }) => isAnswer(reply));
    const mind = changedMind(key, answered);
    return [...(mind ?? changedReplay(key, answered)), ...acceptedMutation(key, answered)];
  });
}

function changedReplay(key: string, answered: readonly Attempt[]): string[] {
  const texts = new Set(answered.map(({ reply }) => ("text" in reply ? reply.text : "")));
  return texts.size <= 1
    ? []
    : [`The replay of ${key} is not what was answered first: ${[...texts].join(" | ")}`];
}

function changedMind(key: string, answered: readonly Attempt[]): string[] | undefined {
  const [first] = answered;
  const other = answered.find(({ reply }) => reply.kind !== first?.reply.kind);
  if (!first || !other) return undefined;
  return first.reply.kind === "refused"
    ? [`${key} was refused (${first.reply.code}) and applied afterwards.`]
    : [`${key} was applied and refused afterwards.`];
}

function acceptedMutation(key: string, answered: readonly Attempt[]): string[] {
  const bodies = new Set(answered.map(bodyOf));
  return bodies.size > 1 ? [`A changed request was answered under the used key ${key}.`] : [];
}

type Told = {
  readonly who: string;
  readonly wallet: string;
  readonly version: bigint;
  readonly invokedAtMs: number;
  readonly returnedAtMs: number;
};

/** Whoever asks after an answer is told nothing older than that answer, wallet by wallet. */
export function orderFaults(history: History): string[] {
  const told = operationsOf(history).flatMap(({ key, reply, ...times }) =>
    reply.kind === "ok"
      ? reply.balances.map((balance) => ({ ...times, ...balance, who: key }))
      : [],
  );
  const seen = history.looks.map((look) => ({ ...look, who: "A reader" }));
  return [...Map.groupBy([...told, ...seen], ({ wallet }) => wallet).values()].flatMap(
    staleVersions,
  );
}

function staleVersions(told: readonly Told[]): string[] {
  const byReturn = told.toSorted((a, b) => a.returnedAtMs - b.returnedAtMs);
  const byStart = told.toSorted((a, b) => a.invokedAtMs - b.invokedAtMs);
  const faults: string[] = [];
  let returned = 0;
  let newest = 0n;
  for (const { who, wallet, version, invokedAtMs } of byStart) {
    const isBefore = (earlier: Told | undefined): earlier is Told =>
      earlier !== undefined && earlier.returnedAtMs < invokedAtMs;
    for (let next = byReturn[returned]; isBefore(next); next = byReturn[returned]) {
      if (next.version > newest) newest = next.version;
      returned += 1;
    }
    if (version < newest) {
      faults.push(
        `${who} was told version ${version} of ${wallet}, older than ${newest} before it asked.`,
      );
    }
  }
  return faults;
}
