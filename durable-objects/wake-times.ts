// The clocks of this object and of the database differ a little, and what is due here must be due there.
const graceMs = 1_000;

/** When an object must wake. It has one alarm, so the moments are kept and the alarm is set to the first of them. */
export type WakeTimes = {
  readonly add: (moment: number) => void;
  readonly first: () => number | null;
  readonly forget: (now: number) => void;
};

export function openWakeTimes(sql: SqlStorage): WakeTimes {
  let hasTable =
    sql.exec("select 1 from sqlite_master where name = 'wake_times'").toArray().length > 0;
  return {
    add(moment) {
      if (!hasTable) sql.exec("create table wake_times (moment integer primary key)");
      hasTable = true;
      // Whole seconds: what is due within one of them costs one row and one waking.
      const rounded = (Math.floor(moment / 1_000) + 1) * 1_000 + graceMs;
      sql.exec("insert into wake_times (moment) values (?) on conflict do nothing", rounded);
    },
    first() {
      if (!hasTable) return null;
      const [row] = sql
        .exec<{ moment: number }>("select moment from wake_times order by moment limit 1")
        .toArray();
      return row?.moment ?? null;
    },
    forget(now) {
      if (!hasTable) return;
      sql.exec("delete from wake_times where moment <= ?", now);
    },
  };
}
