// What has served its time goes by itself, and what somebody may still ask about stays.
import { beforeAll, expect, it } from "vitest";
import { emailSchema } from "../../../src/identity/email-address.ts";
import { runSchedule } from "../../../src/schedules.ts";
import {
  type Accounts,
  addApp,
  laptop,
  login,
  nobody,
  openAccounts,
  refreshing,
  refusalOf,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});

const tables = [
  "user_otps",
  "password_reset_requests",
  "login_challenges",
  "user_sessions",
  "refresh_tokens",
  "access_denials",
  "anonymous_denials",
  "user_activity_logs",
] as const;

async function countRows() {
  const counts = await Promise.all(
    tables.map(async (table) => {
      const rows = await queryAs(accounts.bank.ownerUrl, `select from identity.${table}`);
      return [table, rows.length] as const;
    }),
  );
  return Object.fromEntries(counts);
}

/** Lets days pass for everything that is kept, as no clock of a database can. */
async function age(days: number): Promise<void> {
  const moments = {
    user_otps: ["created_at", "expires_at", "used_at", "voided_at"],
    password_reset_requests: ["created_at", "expires_at", "used_at", "voided_at"],
    login_challenges: ["created_at", "expires_at", "used_at"],
    user_sessions: ["created_at", "expires_at", "revoked_at", "last_activity_at", "auth_time"],
    refresh_tokens: ["created_at", "expires_at", "rotated_at", "revoked_at"],
    access_denials: ["created_at"],
    anonymous_denials: ["minute"],
  };
  for (const [table, columns] of Object.entries(moments)) {
    const changes = columns.map((column) => `${column} = ${column} - make_interval(days => $1)`);
    // As whoever owns the database may, and the product may not: denials are append-only for it.
    await accounts.change(`alter table identity.${table} disable trigger user`);
    await accounts.change(`update identity.${table} set ${changes.join()}`, days);
    await accounts.change(`alter table identity.${table} enable trigger user`);
  }
}

it("removes codes and links after a day, sessions a month after their end, and denials when their year is audited", async () => {
  const person = await accounts.register();
  const email = emailSchema.parse(person.email);
  const first = await accounts.logIn(person);
  await accounts.service.refresh(nobody, refreshing(first.refresh_token));
  await accounts.service.forgotPassword(nobody, { write: write(), client: laptop, email });
  await refusalOf(accounts.service.logIn(nobody, login(person.email, "not the one")));
  await refusalOf(accounts.service.logIn(nobody, login("nobody@example.test", "not the one")));
  await addApp(accounts, await accounts.callerOf(first));
  await accounts.service.logIn(nobody, login(person.email, person.password));
  const before = await countRows();
  expect(Object.values(before).every((count) => count > 0)).toBe(true);

  const { cleanUp } = accounts.bank.identity;
  const remove = async () => {
    await cleanUp();
    return countRows();
  };
  expect(await remove()).toEqual(before);
  await age(2);
  const withoutProofs = {
    ...before,
    user_otps: 0,
    password_reset_requests: 0,
    login_challenges: 0,
  };
  expect(await remove()).toEqual(withoutProofs);
  // A token that was used is known as stolen for as long as its session could have stood.
  await age(31);
  expect(await remove()).toEqual(withoutProofs);
  await age(31);
  const withoutSessions = { ...withoutProofs, user_sessions: 0, refresh_tokens: 0 };
  expect(await remove()).toEqual(withoutSessions);
  await age(30);
  expect(await remove()).toEqual({ ...withoutSessions, anonymous_denials: 0 });
  await age(310);
  expect(await remove()).toEqual({ ...withoutSessions, anonymous_denials: 0, access_denials: 0 });
});

it("runs by its schedule, a bounded number of rows at a time, and records what it removed", async () => {
  await accounts.change(
    `insert into identity.anonymous_denials (minute, reason, method, route, network, times)
     select date_trunc('minute', now()) - make_interval(days => 100, mins => n), 'unauthenticated', 'GET', '/v1/wallets',
       '0.0.0.0/0', 1
     from generate_series(1, 1500) as n`,
  );
  await runSchedule("*/5 * * * *", accounts.bank);
  const [run] = await queryAs(
    accounts.bank.ownerUrl,
    `select is_clean, findings from platform.job_runs
     where job = 'identity.clean_up' order by started_at desc limit 1`,
  );
  expect(run).toMatchObject({
    is_clean: true,
    findings: { removed: { anonymous_denials: 1_500 }, hasMore: false },
  });
  const [slice] = await queryAs<{ removed: object }>(
    accounts.bank.appUrl,
    "select identity.clean_up(10) as removed",
  );
  expect(slice?.removed).toMatchObject({ anonymous_denials: 0, sessions: 0 });
});

it("has no need of the right to delete a denial, which nobody has before its time", async () => {
  await accounts.change(
    "select identity.record_denial('01JD3Z8K4M6N7P8Q9R0S1T2V3W', '/v1/wallets', 'SOMETHING')",
  );
  const remove = queryAs(accounts.bank.ownerUrl, "delete from identity.access_denials");
  await expect(remove).rejects.toThrow("append-only");
});
