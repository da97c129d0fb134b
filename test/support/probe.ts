import type { ConsumerGroup } from "../../src/platform/consumer-group.ts";
import type { Bank } from "./bank.ts";
import { queryAs } from "./database.ts";

/** A group of consumers that writes down what it was given, in the order in which it took it. */
export type Probe = {
  readonly group: ConsumerGroup;
  /** What it took about one thing: the sequences, in the order of taking. */
  readonly takenOf: (aggregateRef: string) => Promise<number[]>;
  /** Everything it took, in the order of taking. */
  readonly taken: () => Promise<Taken[]>;
  /** From now on it fails at this event, or not any more. */
  readonly poison: (eventRef: string) => Promise<void>;
  readonly cure: () => Promise<void>;
  /** As if it had never been given anything. */
  readonly forget: () => Promise<void>;
};

export type Taken = {
  readonly event_ref: string;
  readonly event_type: string;
  readonly aggregate_ref: string;
  readonly sequence: number;
};

/** Makes the schema of a probe in a bank's own database: a context like any other, which only tests have. */
export async function openProbe(bank: Bank, name = "probe"): Promise<Probe> {
  const ask = <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    queryAs<Row>(bank.ownerUrl, text, values);
  await ask(`create schema ${name}`);
  await ask(`grant usage on schema ${name} to saku_app`);
  await ask(`create table ${name}.effects (
    place bigint generated always as identity, event_ref text, event_type text, aggregate_ref text, sequence integer
  )`);
  await ask(`create table ${name}.poisons (event_ref text)`);
  await ask(`create function ${name}.consume(_events json) returns json
    language plpgsql security definer set search_path = '' as $$
    declare
      _taken platform.published_event[] := platform.admit_events('${name}', _events);
    begin
      if exists (select from ${name}.poisons join unnest(_taken) as taken on taken.event_ref = poisons.event_ref) then
        raise exception 'This event is poison.';
      end if;
      insert into ${name}.effects (event_ref, event_type, aggregate_ref, sequence)
      select event_ref, event_type, aggregate_ref, sequence from unnest(_taken) as taken;
      return json_build_object('taken', cardinality(_taken));
    end $$`);
  await ask(`revoke all on function ${name}.consume(json) from public`);
  await ask(`grant execute on function ${name}.consume(json) to saku_app`);

  const taken = () =>
    ask<Taken>(
      `select event_ref, event_type, aggregate_ref, sequence from ${name}.effects order by place`,
    );
  return {
    group: {
      name,
      queue: `saku-${name}`,
      aggregateTypes: "all",
      consume: `${name}.consume`,
    },
    taken,
    takenOf: async (aggregateRef) =>
      (await taken())
        .filter(({ aggregate_ref }) => aggregate_ref === aggregateRef)
        .map(({ sequence }) => sequence),
    poison: async (eventRef) => {
      await ask(`insert into ${name}.poisons values ($1)`, [eventRef]);
    },
    cure: async () => {
      await ask(`delete from ${name}.poisons`);
    },
    forget: async () => {
      await ask(`delete from ${name}.effects`);
      for (const table of ["inbox_positions", "parked_events", "group_progress"]) {
        await ask(`delete from platform.${table} where consumer_group = $1`, [name]);
      }
    },
  };
}
