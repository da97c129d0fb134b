import type { OverlayTicket, PagePass, TokenEnd } from "../src/overlays/index.ts";

/** Which tickets were used here and which links have ended, for as long as that matters. */
export type StageAccess = {
  /** Takes a ticket once. False when it was used before, or when its link has ended since it was given. */
  readonly use: (ticket: OverlayTicket, now: number) => boolean;
  readonly end: (ends: readonly TokenEnd[]) => void;
  /** When the link of a ticket ends: it may have been renewed after the ticket was given. */
  readonly endOf: (pass: PagePass) => number | null;
};

// Longer than any ticket lives.
const rememberedMs = 120_000;

export function openStageAccess(sql: SqlStorage): StageAccess {
  let hasTables =
    sql.exec("select 1 from sqlite_master where name = 'used_tickets'").toArray().length > 0;
  const makeTables = () => {
    if (hasTables) return;
    sql.exec("create table used_tickets (ticket_ref text primary key, forget_at integer not null)");
    sql.exec("create table ended_tokens (token_ref text primary key, ends_at integer not null)");
    hasTables = true;
  };
  return {
    use(ticket, now) {
      makeTables();
      sql.exec("delete from used_tickets where forget_at < ?", now);
      sql.exec("delete from ended_tokens where ends_at < ?", now - rememberedMs);
      const tokenRef = ticket.pass?.tokenRef ?? "";
      const ended = sql
        .exec("select 1 from ended_tokens where token_ref = ? and ends_at <= ?", tokenRef, now)
        .toArray();
      if (ended.length > 0) return false;
      const { rowsWritten } = sql.exec(
        "insert into used_tickets (ticket_ref, forget_at) values (?, ?) on conflict do nothing",
        ...[ticket.ticketRef, ticket.expiresAt + rememberedMs],
      );
      return rowsWritten > 0;
    },
    end(ends) {
      makeTables();
      for (const { tokenRef, endsAt } of ends) {
        sql.exec(
          `insert into ended_tokens (token_ref, ends_at) values (?, ?)
           on conflict (token_ref) do update set ends_at = min(ends_at, excluded.ends_at)`,
          ...[tokenRef, endsAt],
        );
      }
    },
    endOf({ tokenRef, endsAt }) {
      const [told] = hasTables
        ? sql
            .exec<{ ends_at: number }>(
              "select ends_at from ended_tokens where token_ref = ?",
              tokenRef,
            )
            .toArray()
        : [];
      return told?.ends_at ?? endsAt;
    },
  };
}
