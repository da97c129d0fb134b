// The checker is the judge of every run, so it is tried itself: here on lies that it must see.
import { expect, it } from "vitest";
import { act, hold, lost, openStory, pay, type Story } from "../../test/support/history/story.ts";
import { checkHistory } from "./check-history.ts";

const verdictOn = (story: Story) => checkHistory(story.history, story.truth);

const bad: readonly [string, (story: Story) => void, string][] = [
  [
    "a lost acknowledgement",
    ({ apply, truth }) => {
      apply("one", pay("a", "b", 30n));
      truth.transactions.delete("ref one");
    },
    "one was acknowledged as ref one and is lost.",
  ],
  [
    "an acknowledged transfer that left no entries",
    ({ apply, truth }) => {
      apply("one", pay("a", "b", 30n));
      truth.entries = truth.entries.filter(({ transactionRef }) => transactionRef !== "ref one");
    },
    "The entries of one are none, and it asked for a -30, b +30.",
  ],
  [
    "one key that was applied twice",
    ({ apply, truth }) => {
      apply("one", pay("a", "b", 30n));
      apply("other", pay("a", "b", 30n));
      const second = truth.transactions.get("ref other");
      if (second) truth.transactions.set("ref other", { ...second, key: "one" });
    },
    "one was applied 2 times.",
  ],
  [
    "entries that were written twice",
    ({ apply, truth }) => {
      apply("one", pay("a", "b", 30n));
      truth.entries.push(...truth.entries.slice(-2));
    },
    "The entries of b skip from 1 to 1.",
  ],
  [
    "a transaction that nobody asked for",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n));
      history.attempts.pop();
    },
    "Nobody asked for the transaction ref one (key one).",
  ],
  [
    "another amount than was asked for",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n));
      const told = history.attempts.pop();
      if (told) history.attempts.push({ ...told, request: pay("a", "b", 29n) });
    },
    "The entries of one are a -30, b +30, and it asked for a -29, b +29.",
  ],
  [
    "a refusal that happened",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n));
      const told = history.attempts.pop();
      const reply = { kind: "refused", code: "insufficient_funds", text: "" } as const;
      if (told) history.attempts.push({ ...told, reply });
    },
    "one was refused and yet applied.",
  ],
  [
    "a refusal that became a success",
    ({ apply, refuse }) => {
      refuse("one", pay("a", "b", 30n), "insufficient_funds");
      apply("one", pay("a", "b", 30n));
    },
    "one was refused (insufficient_funds) and applied afterwards.",
  ],
  [
    "a success that became a refusal",
    ({ apply, repeat }) => {
      apply("one", pay("a", "b", 30n));
      repeat("one", { reply: { kind: "refused", code: "insufficient_funds", text: "" } });
    },
    "one was applied and refused afterwards.",
  ],
  [
    "a replay with another body",
    ({ apply, repeat, history }) => {
      apply("one", pay("a", "b", 30n));
      const { reply } = history.attempts.at(-1) ?? lost;
      repeat("one", { reply: { ...reply, text: "otherwise" } as never });
    },
    "The replay of one is not what was answered first: done one | otherwise",
  ],
  [
    "a changed request that was answered",
    ({ apply, repeat }) => {
      apply("one", pay("a", "b", 30n));
      repeat("one", { request: pay("a", "b", 31n) });
    },
    "A changed request was answered under the used key one.",
  ],
  [
    "a wallet that was negative",
    ({ apply }) => {
      apply("one", pay("b", "a", 1n));
    },
    "b was negative at version 1.",
  ],
  [
    "more promised than there is",
    ({ truth }) => {
      truth.wallets.set("a", { balance: 100n, available: -1n, version: 1n });
    },
    "a has promised more than it holds.",
  ],
  [
    "a balance that its entries do not make",
    ({ truth }) => {
      truth.wallets.set("a", { balance: 101n, available: 101n, version: 1n });
    },
    "The balance of a is not what its entries add up to.",
  ],
  [
    "an entry that does not add up",
    ({ apply, truth }) => {
      apply("one", pay("a", "b", 30n));
      truth.entries = truth.entries.map((entry) =>
        entry.wallet === "b" ? { ...entry, balanceAfter: 31n } : entry,
      );
    },
    "Entry 1 of b does not add up.",
  ],
  [
    "a balance that was told and never was",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 30n));
      const told = history.attempts.pop();
      if (told?.reply.kind !== "ok") return;
      const balances = told.reply.balances.map((each) => ({ ...each, balance: 31n }));
      history.attempts.push({ ...told, reply: { ...told.reply, balances } });
    },
    "one was told 31 for b at version 1, which holds 30.",
  ],
  [
    "a reading in which money is missing",
    ({ history }) => {
      history.reads.push({
        set: "bank",
        balances: new Map([
          ["a", 70n],
          ["b", 29n],
        ]),
      });
    },
    "Reading 0 of bank shows 99, where there are 100.",
  ],
  [
    "a reading in which somebody owes",
    ({ history }) => {
      history.reads.push({
        set: "bank",
        balances: new Map([
          ["a", 110n],
          ["b", -10n],
        ]),
      });
    },
    "Reading 0 of bank is negative.",
  ],
  [
    "an answer that is older than one before",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 10n));
      apply("two", pay("a", "b", 10n));
      const [, one, two] = history.attempts;
      if (!one || !two) return;
      history.attempts.splice(1, 2, { ...one, reply: two.reply }, { ...two, reply: one.reply });
    },
    "two was told version 2 of a, older than 3 before it asked.",
  ],
  [
    "a chain that was applied in part",
    ({ apply, refuse }) => {
      apply("one", pay("a", "b", 10n), { chain: "x" });
      refuse("two", pay("b", "a", 99n), "insufficient_funds", { chain: "x" });
    },
    "The chain x was applied in part.",
  ],
  [
    "a chain of which the record has a part",
    ({ apply, history }) => {
      apply("one", pay("a", "b", 10n), { chain: "x", ...lost });
      const times = { invokedAtMs: 90, returnedAtMs: 99 };
      history.attempts.push({
        key: "two",
        chain: "x",
        request: pay("a", "b", 1n),
        ...times,
        ...lost,
      });
    },
    "The chain x was applied in part.",
  ],
  [
    "a reversal of more than there was",
    ({ apply }) => {
      apply("one", pay("a", "b", 30n));
      apply("more", pay("a", "b", 30n));
      apply("two", act("reverse", "one", 30n));
      apply("three", act("reverse", "one", 30n));
    },
    "More of ref one was reversed than there was.",
  ],
  [
    "captures of more than was promised",
    ({ apply }) => {
      apply("one", hold("a", "b", 30n));
      for (const key of ["two", "three"]) {
        apply(key, act("capture", "one", 20n, false));
      }
    },
    "More of ref one was captured than was promised.",
  ],
  [
    "a hold that ended twice",
    ({ apply }) => {
      apply("one", hold("a", "b", 30n));
      apply("two", act("capture", "one", 10n));
      apply("three", act("void", "one"));
    },
    "The hold ref one ended more than once.",
  ],
  [
    "a capture of what has run out",
    ({ apply }) => {
      apply("one", hold("a", "b", 30n, 15));
      apply("two", act("capture", "one"));
    },
    "two captured ref one after it had run out.",
  ],
  [
    "money of a closed wallet",
    ({ apply }) => {
      apply("one", { kind: "close", wallet: "b" });
      apply("two", pay("a", "b", 30n));
    },
    "two moved money of b after its close.",
  ],
  [
    "money of a frozen wallet",
    ({ apply }) => {
      apply("one", { kind: "freeze", wallet: "a" });
      apply("two", pay("a", "b", 30n));
      apply("three", { kind: "unfreeze", wallet: "a" });
    },
    "two moved money of a after its freeze.",
  ],
];
it.each(bad)("rejects %s", (_name, tell, sentence) => {
  const story = openStory();
  tell(story);
  expect(verdictOn(story)).toContain(sentence);
});
