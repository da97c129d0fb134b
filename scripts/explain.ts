// `npm run explain`: fills the tables, asks everything that must stay quick through the product itself, and holds the plans
// that the database chose against one rule: no large table is read from one end to the other. Exit code 1 where one is.
import { askEvents } from "./explain/ask-events.ts";
import { analysingQuestions, followingQuestions } from "./explain/event-questions.ts";
import { openLargeBank } from "./explain/large-bank.ts";
import { type Reading, verdictOn } from "./explain/plans.ts";
import {
  movingQuestions,
  type NamedCall,
  type Question,
  readingQuestions,
} from "./explain/questions.ts";
import { flag, optionsOrExit, wholeNumber } from "./options.ts";

const { transactions, wallets, all } = optionsOrExit(
  "explain",
  "Shows how the database reads its tables for every question, when they are large.",
  {
    transactions: wholeNumber("how many transactions there are", {
      least: 100_000,
      most: 100_000_000,
      otherwise: 1_000_000,
    }),
    wallets: wholeNumber("how many wallets they go over", {
      least: 1_000,
      most: 10_000_000,
      otherwise: 10_000,
    }),
    all: flag("every question, and not only those that read too much"),
  },
);
// A page has a hundred rows, and a filter may throw some away.
const rowsAtMost = 5_000;
const largeRows = 9_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);
// The product's own log tells of every request.
console.log = () => undefined;

say(`Filling the tables with ${transactions.toLocaleString("en")} transactions...`);
const bank = await openLargeBank({ transactions, wallets, largeRows }, say);
try {
  const { places, largeTables } = bank;
  const counts = { questions: 0, plans: 0, scans: 0, walks: 0, failures: 0 };
  const ask = async (question: Question | NamedCall) => {
    const { status, ms, plans, body } = await bank.ask(question);
    const { scans, walks, rows } = verdictOn(plans, largeTables, rowsAtMost);
    counts.questions += 1;
    counts.plans += plans.length;
    counts.scans += scans.length > 0 ? 1 : 0;
    counts.walks += walks.length > 0 ? 1 : 0;
    counts.failures += status >= 500 || plans.length === 0 ? 1 : 0;
    if (all || status >= 500 || plans.length === 0 || scans.length + walks.length > 0) {
      say(`${status} ${question.name}: ${plans.length} plans, ${rows} rows, ${Math.round(ms)} ms`);
    }
    for (const scan of scans) say(`      WHOLE  ${told(scan)}`);
    for (const walk of walks) say(`      much   ${told(walk)}`);
    return body;
  };
  const reading = [readingQuestions, followingQuestions, analysingQuestions];
  for (const question of reading.flatMap((of) => of(places))) await ask(question);
  for (const question of movingQuestions(places)) await ask(question);
  await askEvents(bank, ask);
  say(`\n${counts.questions} questions, ${counts.plans} plans. Large tables:`);
  for (const [table, rows] of largeTables) say(`  ${`${rows}`.padStart(9)}  ${table}`);
  say(`${counts.scans} questions read a large table from one end to the other.`);
  say(`${counts.walks} others of their readings took more than ${rowsAtMost} rows from an index.`);
  if (counts.failures > 0) say(`${counts.failures} questions could not be answered or explained.`);
  process.exitCode = counts.scans + counts.failures === 0 ? 0 : 1;
} finally {
  await bank.close();
}

function told({ kind, table, index, rows, filter }: Reading): string {
  const by = index === null ? "" : ` by ${index}`;
  return `${kind} of ${table}${by}: ${rows} rows${filter === null ? "" : `, filter ${filter}`}`;
}
