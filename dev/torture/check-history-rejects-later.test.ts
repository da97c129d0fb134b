// The checker is the judge of every run, so it is tried itself: here on lies about what was accepted for later.
import { expect, it } from "vitest";
import { act, hold, openStory, pay, type Story } from "../../test/support/history/story.ts";
import { checkHistory } from "./check-history.ts";

const bad: readonly [string, (story: Story) => void, string][] = [
  [
    "an accepted command that is lost",
    ({ accept }) => {
      accept("one", pay("a", "b", 30n), false);
    },
    "one was accepted as ref one and is lost.",
  ],
  [
    "an accepted command that is lost after its outcome was read",
    ({ accept, follow }) => {
      accept("one", pay("a", "b", 30n), false);
      follow("one");
    },
    "one was read as ref one and is not there.",
  ],
  [
    "an accepted command that was done twice",
    ({ accept, truth }) => {
      accept("one", pay("a", "b", 30n));
      accept("other", pay("a", "b", 30n));
      const second = truth.transactions.get("ref other");
      if (second) truth.transactions.set("ref other", { ...second, key: "one" });
    },
    "one was applied 2 times.",
  ],
  [
    "an accepted command that was done once more without its key",
    ({ accept, truth }) => {
      accept("one", pay("a", "b", 30n));
      accept("other", pay("a", "b", 30n));
      const second = truth.transactions.get("ref other");
      if (second) truth.transactions.set("ref other", { ...second, key: null });
    },
    "Nobody asked for the transaction ref other (key none).",
  ],
  [
    "an accepted command that was done under a ref that nobody was promised",
    ({ accept, history }) => {
      accept("one", pay("a", "b", 30n));
      const told = history.attempts.pop();
      const reply = { kind: "accepted", transactionRef: "ref x" } as const;
      if (told) history.attempts.push({ ...told, reply });
    },
    "one was accepted as ref x and done as ref one.",
  ],
  [
    "an accepted command that moved another amount",
    ({ accept, history }) => {
      accept("one", pay("a", "b", 30n));
      const told = history.attempts.pop();
      if (told) history.attempts.push({ ...told, request: pay("a", "b", 29n) });
    },
    "The entries of one are a -30, b +30, and it asked for a -29, b +29.",
  ],
  [
    "an accepted command that left no entries",
    ({ accept, truth }) => {
      accept("one", pay("a", "b", 30n));
      truth.entries = truth.entries.filter(({ transactionRef }) => transactionRef !== "ref one");
    },
    "The entries of one are none, and it asked for a -30, b +30.",
  ],
  [
    "a refusal that was read as done",
    ({ accept, follow, truth }) => {
      accept("one", pay("a", "b", 30n));
      const first = truth.transactions.get("ref one");
      if (first) truth.transactions.set("ref one", { ...first, isRefused: true });
      follow("one");
    },
    "one was read as done and was refused.",
  ],
  [
    "an accepted command that was read as refused and yet done",
    ({ accept, follow }) => {
      accept("one", pay("a", "b", 30n));
      follow("one", "insufficient_funds");
    },
    "one was read as refused (insufficient_funds) and was done.",
  ],
  [
    "an outcome that changed its mind",
    ({ accept, follow }) => {
      accept("one", pay("a", "b", 30n));
      follow("one");
      follow("one", "insufficient_funds");
    },
    "one was read as refused (insufficient_funds) and was done.",
  ],
  [
    "an outcome that leads to another transaction",
    ({ apply, accept, follow }) => {
      apply("other", pay("a", "b", 30n));
      accept("one", pay("a", "b", 30n));
      follow("one", undefined, { transactionRef: "ref other" });
    },
    "one was read as ref other and stands as ref one.",
  ],
  [
    "a refusal at once of what had been accepted and was done",
    ({ accept, repeat }) => {
      accept("one", pay("a", "b", 30n));
      repeat("one", { reply: { kind: "refused", code: "insufficient_funds", text: "" } });
    },
    "one was refused and yet applied.",
  ],
  [
    "a capture for later of what had run out",
    ({ apply, accept, follow }) => {
      apply("one", hold("a", "b", 30n, 15));
      accept("two", act("capture", "one"));
      follow("two");
    },
    "two captured ref one after it had run out.",
  ],
  [
    "money for later of a closed wallet",
    ({ apply, accept, follow }) => {
      apply("one", { kind: "close", wallet: "b" });
      accept("two", pay("a", "b", 30n));
      follow("two");
    },
    "two moved money of b after its close.",
  ],
];
it.each(bad)("rejects %s", (_name, tell, sentence) => {
  const story = openStory();
  tell(story);
  expect(checkHistory(story.history, story.truth)).toContain(sentence);
});
