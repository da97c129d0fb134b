// What the engine takes whole to the last digit, and what it must refuse rather than change.
import { newRef } from "../../test/support/refs.ts";
import type { Site } from "./site.ts";

const table = "transaction_facts";
const mostDigits = `${"9".repeat(58)}.${"9".repeat(18)}`;

function factWith(fields: Readonly<Record<string, unknown>>) {
  return {
    transaction_ref: newRef(),
    ...{ user_ref: "", wallet_ref: "", amount: "0", reversed_amount: "0", currency: "ETH" },
    ...{ type: "TOPUP", status: "COMPLETED", failure_code: "", sequence: 1 },
    ...{ created_at: "2026-01-31T23:59:59.999Z", updated_at: "2026-02-01T00:00:00.001Z" },
    ...fields,
  };
}

const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  ["77 digits", { amount: `9${mostDigits}` }, "500"],
  ["a column that it does not know", { colour: "red" }, "400"],
  ["a ref that is too long", { transaction_ref: `${newRef()}0` }, "500"],
  ["a moment that is none", { created_at: "yesterday" }, "400"],
];

/** Says what is wrong; nothing, when all is as it should be. Leaves no row behind. */
export async function faultsAtBounds({ engine, insert }: Site): Promise<string[]> {
  const faults: string[] = [];
  const kept = factWith({ amount: mostDigits, reversed_amount: `-${mostDigits}` });
  await insert(table, [kept]);
  const where = `transaction_ref = '${kept.transaction_ref}'`;
  const answer = await engine.ask(
    `SELECT toString(amount), toString(reversed_amount), toString(created_at), toString(updated_at), user_ref = ''
     FROM ${table} FINAL WHERE ${where} FORMAT TSV`,
  );
  const wanted = [
    mostDigits,
    `-${mostDigits}`,
    "2026-01-31 23:59:59.999",
    "2026-02-01 00:00:00.001",
  ];
  if (answer.trimEnd() !== [...wanted, "1"].join("\t"))
    faults.push(`76 digits came back as ${answer}`);
  await engine.ask(`DELETE FROM ${table} WHERE ${where}`);
  for (const [what, fields, status] of refused) {
    const said = await refusalOf(insert(table, [factWith(fields)]));
    if (!said.includes(`answered ${status}: Code: `)) faults.push(`${what}: ${said}`);
  }
  const said = await refusalOf(insert("nothing", [factWith({})]));
  if (!said.includes("answered 404: Code: 60.")) faults.push(`a table that is not there: ${said}`);
  return faults;
}

async function refusalOf(attempt: Promise<void>): Promise<string> {
  try {
    await attempt;
    return "It was taken.";
  } catch (error) {
    return String(error);
  }
}
