// What was denied is taken over once.
import { expect, it } from "vitest";
import { takeDenials } from "../../../src/audit/take-denials.ts";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { newRef } from "../../support/refs.ts";

const bank = await openTestBank();

/** Denials so old, named as they were then. */
async function deny(count: number, ago: string, callerRef: string | null = null): Promise<void> {
  await queryAs(
    bank.ownerUrl,
    `insert into identity.access_denials (denial_ref, reason, method, route, caller_ref, request_id, created_at)
     select left(platform.earliest_ref(clock_timestamp() - $2::interval), 10)
         || lpad((coalesce((select count(*) from identity.access_denials), 0) + n)::text, 16, '0'),
       'scope_missing', 'POST', '/v1/wallets/{ref}/freeze', $3, 'request-1', platform.moment() - $2::interval
     from generate_series(1, $1::integer) as n`,
    [count, ago, callerRef],
  );
}
const countOf = async (table: string) => {
  const [row] = await queryAs<{ count: string }>(bank.ownerUrl, `select count(*) from ${table}`);
  return Number(row?.count);
};

it("takes over what is surely decided, in slices, each denial once", async () => {
  const caller = newRef();
  await deny(5, "1 minute", caller);
  await deny(3, "0 seconds");
  expect(await takeDenials(bank, 2)).toBe(5);
  expect(await takeDenials(bank, 2)).toBe(0);
  const entries = await queryAs(
    bank.ownerUrl,
    "select event_type, context, outcome, actor_ref, actor_type, metadata from audit.audit_logs",
  );
  expect(entries).toHaveLength(5);
  expect(entries[0]).toEqual({
    event_type: "access_denied",
    context: "identity",
    outcome: "DENIED",
    actor_ref: caller,
    actor_type: "OWNER",
    metadata: {
      route: "/v1/wallets/{ref}/freeze",
      reason: "scope_missing",
      request_id: "request-1",
    },
  });
});

it("takes them once when several take at the same moment", async () => {
  await deny(40, "30 seconds");
  const taken = await Promise.all([
    takeDenials(bank, 7),
    takeDenials(bank, 7),
    takeDenials(bank, 7),
  ]);
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await countOf("audit.audit_logs where outcome = 'DENIED'")).toBe(45);
});

it("takes over what strangers were denied as a count, once their day is over", async () => {
  const own = await openTestBank();
  await queryAs(
    own.ownerUrl,
    `insert into identity.anonymous_denials (minute, reason, method, route, network, times)
     select date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - days * interval '1 day'
       + minute * interval '1 minute', reason, 'GET', '/v1/wallets', network::cidr, 100
     from (values (3, 1, 'unauthenticated', '10.1.1.0/24'), (3, 2, 'unauthenticated', '10.1.2.0/24'),
       (3, 2, 'rate_limited', '10.1.2.0/24'), (1, 5, 'unauthenticated', '10.1.1.0/24'),
       (0, 0, 'unauthenticated', '10.1.1.0/24')) as denied (days, minute, reason, network)`,
  );
  expect(await takeDenials(own)).toBe(3);
  expect(await takeDenials(own)).toBe(0);
  const entries = await queryAs<{ metadata: Record<string, unknown> }>(
    own.ownerUrl,
    `select actor_ref, actor_type, action, outcome, metadata - 'day' as metadata from audit.audit_logs
     where event_type = 'access_denied' order by occurred_at, metadata ->> 'reason'`,
  );
  const counted = (reason: string, times: number, networks: number) => ({
    actor_ref: null,
    actor_type: "UNKNOWN",
    action: "get",
    outcome: "DENIED",
    metadata: { route: "/v1/wallets", reason, times, networks },
  });
  expect(entries).toHaveLength(3);
  expect(entries).toEqual(
    expect.arrayContaining([
      counted("rate_limited", 100, 1),
      counted("unauthenticated", 200, 2),
      counted("unauthenticated", 100, 1),
    ]),
  );
});
