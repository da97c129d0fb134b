import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { falsify, idOf, openBooks } from "../../support/books.ts";

const script = join(import.meta.dirname, "../../../scripts/verify.ts");

async function verify(words: string[], variables: Record<string, string> = {}) {
  const nowhere = { DATABASE_URL: "", SAKU_STATE: "/nonexistent" };
  const env = { ...process.env, ...nowhere, ...variables };
  const child = spawn(process.execPath, [script, ...words], { env });
  const [out, fault] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: child.exitCode, out, fault };
}

it("reports right books calmly, as either role", async () => {
  const { bank } = await openBooks();
  for (const url of [bank.ownerUrl, bank.appUrl]) {
    const { code, out, fault } = await verify(["--database-url", url]);
    expect({ code, fault }).toEqual({ code: 0, fault: "" });
    expect(out).toMatch(
      /^Recounted at \S+Z: 4 accounts, 94 entries in 47 journals, 49 transactions\.$/m,
    );
    expect(out).toMatch(/^The books are right\.$/m);
  }
});

it("names what is wrong and where, and fails", async () => {
  const books = await openBooks();
  await falsify(
    books,
    `update ledger.entries set amount = amount + 1
     where account_id = ${idOf(books.payer)} and account_version = 3`,
  );

  const { code, out } = await verify([], { DATABASE_URL: books.bank.ownerUrl });

  expect(code).toBe(1);
  expect(out.split("\n").slice(1)).toEqual([
    "The books are wrong:",
    "  imbalanced journals: 1",
    "  drifted balances: 1",
    "  broken chains: 1",
    "For example:",
    `  - account ${books.payerAccount}, entry 3, journal ${books.journal}: the balance after the entry is not the one before it and its amount`,
    `  - account ${books.payerAccount}: the stored balance is not the sum of the entries`,
    `  - journal ${books.journal}: debits and credits differ, or there are fewer than two entries`,
    "",
  ]);
});

it("explains itself, and says what it needs where there is no database", async () => {
  expect(await verify(["--help"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("npm run verify"),
  });
  expect(await verify(["--all"])).toMatchObject({
    code: 1,
    fault: expect.stringContaining("'--all'"),
  });
  expect(await verify([])).toMatchObject({
    code: 1,
    fault:
      "There is no database to speak to: start the stack first with npm start, or set DATABASE_URL.\n",
  });
});
