// The checker is the judge of every run, so it is tried itself: here on runs that are right.
import { expect, it } from "vitest";
import { act, hold, lost, openStory, pay, type Story } from "../../test/support/history/story.ts";
import { checkHistory } from "./check-history.ts";

const verdictOn = (story: Story) => checkHistory(story.history, story.truth);

const good: readonly [string, (story: Story) => void][] = [
  [
    "a transfer and a whole reading",
    ({ apply, read }) => {
      apply("one", pay("a", "b", 30n));
      read();
    },
  ],
  ["an unknown outcome that happened", ({ apply }) => apply("one", pay("a", "b", 30n), lost)],
  [
    "an unknown outcome that did not happen",
    ({ history }) => {
      const times = { invokedAtMs: 50, returnedAtMs: 60 };
      history.attempts.push({
        key: "one",
        chain: null,
        request: pay("a", "b", 1n),
        ...times,
        ...lost,
      });
    },
  ],
  [
    "an unknown outcome that a repetition resolves",
    ({ apply, repeat, history }) => {
      apply("one", pay("a", "b", 30n));
      const answered = history.attempts.at(-1);
      history.attempts = history.attempts.slice(0, -1);
      if (answered) history.attempts.push({ ...answered, ...lost });
      repeat("one", answered);
    },
  ],
  [
    "a refusal that is remembered",
    ({ apply, refuse, repeat }) => {
      refuse("one", pay("b", "a", 5n), "insufficient_funds");
      apply("two", pay("a", "b", 30n));
      repeat("one");
    },
  ],
  [
    "a changed body that is refused under its used key",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n));
      const reply = { kind: "refused", code: "idempotency_key_reused", text: "" } as const;
      const times = { invokedAtMs: 90, returnedAtMs: 99 };
      history.attempts.push({
        key: "one",
        chain: null,
        request: pay("a", "b", 31n),
        reply,
        ...times,
      });
    },
  ],
  [
    "a hold that is captured in parts",
    ({ apply }) => {
      apply("one", hold("a", "b", 30n));
      apply("two", act("capture", "one", 10n, false));
      apply("three", act("capture", "one", 20n));
    },
  ],
  [
    "a reversal in parts",
    ({ apply }) => {
      apply("one", pay("a", "b", 30n));
      apply("two", act("reverse", "one", 10n));
      apply("three", act("reverse", "one", 20n));
    },
  ],
  [
    "a chain that happened and one that did not",
    ({ apply, refuse }) => {
      for (const key of ["one", "two"]) apply(key, pay("a", "b", 10n), { chain: "x" });
      refuse("three", pay("a", "b", 999n), "insufficient_funds", { chain: "y" });
      refuse("four", pay("a", "b", 1n), "linked_command_failed", { chain: "y" });
    },
  ],
  [
    "what was accepted and done, and what was accepted and refused",
    ({ accept, follow, refuse }) => {
      accept("one", pay("a", "b", 30n));
      follow("one");
      follow("one");
      const reply = { kind: "accepted", transactionRef: "ref two" } as const;
      refuse("two", pay("b", "a", 99n), "insufficient_funds", { reply });
      follow("two", "insufficient_funds");
    },
  ],
  [
    "what was accepted twice under two refs and done under one",
    ({ accept, history, follow }) => {
      accept("one", pay("a", "b", 30n));
      const first = history.attempts.at(-1);
      const reply = { kind: "accepted", transactionRef: "ref other" } as const;
      if (first) history.attempts.push({ ...first, reply });
      follow("one");
    },
  ],
  [
    "what was accepted elsewhere after an answer was lost that had done it",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n), lost);
      const first = history.attempts.at(-1);
      const reply = { kind: "accepted", transactionRef: "ref other" } as const;
      if (first) history.attempts.push({ ...first, reply });
    },
  ],
  [
    "what was accepted and answered when it was asked again at once",
    ({ accept, apply, history }) => {
      apply("one", pay("a", "b", 30n));
      const answered = history.attempts.pop();
      accept("one", pay("a", "b", 30n), false);
      if (answered) history.attempts.push({ ...answered, invokedAtMs: 90, returnedAtMs: 99 });
    },
  ],
  [
    "money before a close and after a thaw",
    ({ apply }) => {
      apply("one", { kind: "freeze", wallet: "b" });
      apply("two", { kind: "unfreeze", wallet: "b" });
      apply("three", pay("a", "b", 1n));
      apply("four", pay("b", "a", 1n));
      apply("five", { kind: "close", wallet: "b" });
    },
  ],
];
it.each(good)("accepts %s", (_name, tell) => {
  const story = openStory();
  tell(story);
  expect(verdictOn(story)).toEqual([]);
});
