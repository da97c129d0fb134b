// The hash that an entry gets when it is written is the one that is recounted later, whatever stands in it.
import fc from "fast-check";
import { expect, it } from "vitest";
import { openTestBank } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";

const bank = await openTestBank();

const word = fc.string({ minLength: 3, maxLength: 30, unit: "grapheme" });
const ref = fc
  .string({ minLength: 26, maxLength: 26, unit: fc.constantFrom(..."0123456789ABCDEFGHJKMNP") })
  .map((text) => `0${text.slice(1)}`);
const values = fc.dictionary(
  word,
  fc.oneof(
    word,
    fc.constant(null),
    fc.integer(),
    fc.boolean(),
    fc.dictionary(word, fc.jsonValue()),
  ),
);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const entry = fc.record({
  event_ref: ref,
  event_type: word,
  context: word,
  entity_type: word,
  entity_ref: optional(ref),
  actor_ref: optional(ref),
  actor_type: fc.constantFrom("OWNER", "BOOTSTRAP", "SYSTEM", "UNKNOWN"),
  action: word,
  outcome: fc.constantFrom("DONE", "FAILED", "DENIED"),
  old_values: optional(values),
  new_values: optional(values),
  metadata: values,
  ip_address: optional(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant("10.1.0.0/16"))),
  user_agent: optional(word),
  trace_id: optional(fc.constant("0af7651916cd43dd8448eb211c80319c")),
  occurred_at: fc.date({
    ...{ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true },
  }),
});

it("hashes what an entry says as it is recounted, also where quotes, nulls and other zones are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 50 }), async (entries) => {
      const [counted] = await queryAs(
        bank.ownerUrl,
        `with zone as materialized (select set_config('timezone', 'Asia/Jakarta', false)),
           written as (
             insert into audit.audit_logs (event_ref, event_type, context, entity_type, entity_ref, actor_ref, actor_type,
               action, outcome, old_values, new_values, metadata, ip_address, user_agent, trace_id, occurred_at, recorded_at)
             select event_ref, event_type, context, entity_type, entity_ref, actor_ref, actor_type, action, outcome,
               old_values, new_values, metadata, ip_address, user_agent, trace_id, occurred_at, clock_timestamp()
             from json_populate_recordset(null::audit.audit_logs, $1), zone
             returning *
           )
         select count(*)::int as entries,
           count(*) filter (where entry_hash = audit.hash_of(to_jsonb(written)))::int as same
         from written`,
        // PostgreSQL keeps no such character in any text.
        [JSON.stringify(entries).replaceAll("\\u0000", "0")],
      );
      expect(counted).toEqual({ entries: entries.length, same: entries.length });
    }),
    { numRuns: 40 },
  );
});

it("hashes every field but the number and the hash itself", async () => {
  const fields = await queryAs<{ name: string }>(
    bank.ownerUrl,
    `select column_name as name from information_schema.columns
     where table_schema = 'audit' and table_name = 'audit_logs' and column_name not in ('log_id', 'entry_hash')`,
  );
  const [hash] = await queryAs<{ text: string }>(
    bank.ownerUrl,
    "select pg_get_functiondef('audit.hash_entry'::regproc) as text",
  );
  for (const { name } of fields) expect(hash?.text).toContain(`"${name}": ' || `);
});
