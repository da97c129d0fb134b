import { describe, expect, it } from "vitest";
import { idOf, openBooks } from "../../support/books.ts";
import { queryAs } from "../../support/database.ts";
import { newRef } from "../../support/refs.ts";

const books = await openBooks();
const { appUrl, ownerUrl } = books.bank;

describe.each(["ledger.journals", "ledger.entries"])("%s", (table) => {
  it.each([
    `update ${table} set recorded_at = now()`,
    `update ${table} set recorded_at = now() where false`,
    `delete from ${table}`,
    `truncate ${table}`,
  ])("is history, for its owner too: %s", async (statement) => {
    await expect(queryAs(ownerUrl, statement)).rejects.toMatchObject({
      code: "23001",
      message: expect.stringContaining(`${table} is append-only`),
      hint: "Post a reversal instead.",
    });
    await expect(queryAs(appUrl, statement)).rejects.toMatchObject({ code: "42501" });
  });

  it("takes no row from the application but through its functions", async () => {
    await expect(
      queryAs(appUrl, `insert into ${table} select * from ${table}`),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

/** A journal of a debit and a credit, as the owner of the tables may write it past every function. */
function journalOf({
  debit = 5,
  credit = 5,
  currency = "IDR",
  isJournal = true,
  isAccount = true,
}) {
  const ref = newRef();
  const account = (wallet: string) => (isAccount ? idOf(wallet) : "uuidv7()");
  return `begin;
    ${isJournal ? `insert into ledger.journals values ('${ref}', '${newRef()}', 'POST', now(), now());` : ""}
    insert into ledger.entries values
      (${account(books.payer)}, 0, 1000, '${ref}', 1, 'DEBIT', ${debit}, '${currency}', 0, now()),
      (${account(books.payee)}, 0, 1000, '${ref}', 2, 'CREDIT', ${credit}, '${currency}', 0, now());
    rollback`;
}

it("takes entries that balance", async () => {
  await queryAs(ownerUrl, journalOf({}));
});

it.each([
  ["debits and credits differ", journalOf({ credit: 6 }), "a journal does not balance"],
  ["they have no journal", journalOf({ isJournal: false }), "a journal does not exist"],
  ["they have no account", journalOf({ isAccount: false }), "has no account of its currency"],
  ["their account has another currency", journalOf({ currency: "USD" }), "of its currency"],
])("refuses entries from anybody when %s", async (_why, statement, message) => {
  await expect(queryAs(ownerUrl, statement)).rejects.toMatchObject({
    code: "23000",
    message: expect.stringContaining(message),
  });
});

it.each(["ledger.verify_entries", "ledger.verify_journals", "ledger.verify_holds"])(
  "lets the application recount with %s and nobody else",
  async (name) => {
    const [row] = await queryAs<{ allowed: string[] }>(
      ownerUrl,
      `select array_agg(coalesce(rolname::text, 'PUBLIC')) as allowed
       from pg_proc cross join lateral aclexplode(proacl) as acl
       left join pg_roles on pg_roles.oid = acl.grantee
       where pg_proc.oid = $1::regproc and acl.grantee <> proowner`,
      [name],
    );
    expect(row?.allowed).toEqual(["saku_app"]);
  },
);
