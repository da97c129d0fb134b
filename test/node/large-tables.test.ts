// What moves money, what carries events on, and what a wallet's owner reads, finds its rows by an index also in tables that
// are large. The same at a million transactions, and everything that operators and auditors may ask, is `npm run explain`.
import { afterAll, expect, it, vi } from "vitest";
import { askEvents } from "../../scripts/explain/ask-events.ts";
import { followingQuestions } from "../../scripts/explain/event-questions.ts";
import { openLargeBank } from "../../scripts/explain/large-bank.ts";
import { verdictOn } from "../../scripts/explain/plans.ts";
import {
  movingQuestions,
  type NamedCall,
  type Question,
  readingQuestions,
} from "../../scripts/explain/questions.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);
const size = { transactions: 20_000, wallets: 1_000, largeRows: 5_000 };
const bank = await openLargeBank(size, () => undefined);
afterAll(() => bank.close());

const rowsAtMost = 5_000;

async function expectNoScan(questions: readonly Question[]): Promise<void> {
  for (const question of questions) await askWithoutScan(question);
}

async function askWithoutScan(question: Question | NamedCall) {
  const { status, plans, body } = await bank.ask(question);
  const { scans } = verdictOn(plans, bank.largeTables, rowsAtMost);
  expect({
    name: question.name,
    isAnswered: status < 500,
    isExplained: plans.length > 0,
    scans,
  }).toEqual({
    name: question.name,
    isAnswered: true,
    isExplained: true,
    scans: [],
  });
  return body;
}

it("reads no large table whole for any kind of money command, alone or a thousand at once", async () => {
  expect([...bank.largeTables.keys()]).toEqual(
    expect.arrayContaining([
      "entries",
      "idempotency_keys",
      "journals",
      "outbox_events",
      "transactions",
    ]),
  );
  await expectNoScan(movingQuestions(bank.places));
});

it("reads no large table whole for what a wallet's owner asks", async () => {
  const { wallet, limited, transaction } = bank.places;
  const isOfOne = ({ path }: Question) =>
    [`/v1/wallets/${wallet}`, `/v1/wallets/${limited}`, `/v1/transactions/${transaction}`].some(
      (beginning) => path.startsWith(beginning),
    );
  const questions = readingQuestions(bank.places).filter(isOfOne);
  expect(questions.length).toBeGreaterThan(10);
  await expectNoScan(questions);
});

it("reads no large table whole to relay events, to take them and to send webhooks of them", async () => {
  expect([...bank.largeTables.keys()]).toEqual(
    expect.arrayContaining(["entries_0", "facts_0", "inbox_positions", "webhook_deliveries"]),
  );
  const asked: string[] = [];
  await askEvents(bank, async (call) => {
    asked.push(call.name);
    return askWithoutScan(call);
  });
  expect(asked.length).toBeGreaterThan(15);
});

it("reads no large table whole for who follows a wallet, a thing or a trace", async () => {
  await expectNoScan(followingQuestions(bank.places));
});
