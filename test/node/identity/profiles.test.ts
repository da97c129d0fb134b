import { beforeAll, describe, expect, it } from "vitest";
import { roleEvents } from "../../../src/identity/role-events.ts";
import { createRoleService, type RoleService } from "../../../src/identity/role-service.ts";
import type { Caller } from "../../../src/platform/caller.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { type Bank, openTestBank, operator, write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { callerWith } from "../../support/people.ts";

let bank: Bank;
let people: RoleService;
let ana: Caller;

beforeAll(async () => {
  bank = await openTestBank();
  people = createRoleService({ ...bank, clock: systemClock });
  ana = await callerWith(bank, "user");
});

const change = <Changes>(expectedVersion: string | null, changes: Changes) => ({
  write: write(),
  expectedVersion,
  changes,
});

describe("a profile", () => {
  it("is there as soon as its person is, and changes only where it is told to", async () => {
    expect(await people.getProfile(ana)).toMatchObject({
      display_name: null,
      preferred_currency: "IDR",
      timezone: "Asia/Jakarta",
      language: "id",
      version: 1,
    });
    const named = await people.updateProfile(ana, change("1", { display_name: "Ana" }));
    expect(named.result).toMatchObject({ display_name: "Ana", language: "id", version: 2 });
    const unnamed = await people.updateProfile(ana, change("2", { display_name: null }));
    expect(unnamed.result).toMatchObject({ display_name: null, version: 3 });
  });

  it("keeps the change that came first when two were made for one version", async () => {
    const ben = await callerWith(bank, "user");
    const outcomes = await Promise.allSettled(
      ["Ben", "Benny", "Benjamin"].map((display_name) =>
        people.updateProfile(ben, change("1", { display_name })),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await people.getProfile(ben)).version).toBe(2);
  });

  it("is announced without the name, because a name is a person's own word", async () => {
    const eve = await callerWith(bank, "user");
    const changes = { display_name: "Eve", timezone: "Asia/Makassar" };
    await people.updateProfile(eve, change(null, changes));
    const [event] = await queryAs<{ event_type: string; payload: object; sequence: string }>(
      bank.ownerUrl,
      "select event_type, payload, sequence from platform.outbox_events where aggregate_ref = $1",
      [eve.userRef],
    );
    const spec = roleEvents.find(({ type }) => type === event?.event_type);
    expect(spec?.data.safeParse(event?.payload).error).toBeUndefined();
    expect(event).toMatchObject({ sequence: "1", payload: { timezone: "Asia/Makassar" } });
    expect(JSON.stringify(event?.payload)).not.toContain("Eve");
  });
});

describe("preferences", () => {
  it("let nobody advertise until they are told that they may, and quiet hours run over midnight", async () => {
    expect(await people.getPreferences(ana)).toMatchObject({
      marketing_emails_enabled: false,
      email_notifications_enabled: true,
      quiet_from: null,
      two_factor_enabled: false,
    });
    const quiet = { quiet_from: "22:00", quiet_until: "06:00", marketing_emails_enabled: true };
    const changed = await people.updatePreferences(ana, change("1", quiet));
    expect(changed.result).toMatchObject({ ...quiet, sms_notifications_enabled: true, version: 2 });
    const loud = { quiet_from: null, quiet_until: null };
    const again = await people.updatePreferences(ana, change("2", loud));
    expect(again.result).toMatchObject({ ...loud, marketing_emails_enabled: true });
  });

  it("are announced as the ways that are open, in the order of their changes", async () => {
    const events = await queryAs<{ payload: object }>(
      bank.ownerUrl,
      `select payload from platform.outbox_events
       where aggregate_type = 'user_preferences' and aggregate_ref = $1 order by sequence`,
      [ana.userRef],
    );
    const spec = roleEvents.find(({ type }) => type === "user.preferences_changed");
    for (const { payload } of events) expect(spec?.data.safeParse(payload).error).toBeUndefined();
    const all = ["EMAIL", "SMS", "PUSH", "MARKETING"];
    expect(events.map(({ payload }) => payload)).toMatchObject([
      { ways: all, quiet_from: "22:00", quiet_until: "06:00" },
      { ways: all, quiet_from: null, quiet_until: null },
    ]);
  });

  it("are not changed for a version that has passed", async () => {
    const stale = change("1", { sms_notifications_enabled: false });
    await expect(people.updatePreferences(ana, stale)).rejects.toMatchObject({
      code: "precondition_failed",
      extensions: { current_etag: '"3"' },
    });
  });
});

describe("the activity of an account", () => {
  it("is shown to its person alone, in pages, newest first", async () => {
    const types: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await people.listActivity(ana, { type: undefined, limit: 1, cursor });
      types.push(...page.rows.map(({ activity_type }) => activity_type));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(types).toEqual([
      "USER_PREFERENCES_CHANGED",
      "USER_PREFERENCES_CHANGED",
      "USER_PROFILE_CHANGED",
      "USER_PROFILE_CHANGED",
    ]);
    const stranger = await callerWith(bank, "user");
    const theirs = { type: undefined, limit: 20, cursor: undefined };
    expect((await people.listActivity(stranger, theirs)).rows).toEqual([]);
  });

  it("keeps an address only where it is one, and cuts a browser's name", async () => {
    await queryAs(
      bank.ownerUrl,
      `select identity.log_activity(id, 'SESSION_OPENED', '{}', ip, repeat('x', 400))
       from identity.users, unnest(array['203.0.113.9', 'not an address', null]) as ip where user_ref = $1`,
      [ana.userRef],
    );
    const wanted = { type: "SESSION_OPENED", limit: 20, cursor: undefined };
    const { rows } = await people.listActivity(ana, wanted);
    expect(rows.map(({ ip_address }) => ip_address).toSorted()).toEqual([
      "203.0.113.9",
      null,
      null,
    ]);
    expect(rows.map(({ user_agent }) => user_agent?.length)).toEqual([300, 300, 300]);
  });

  it.each(["user_activity_logs", "access_denials"])(
    "is history: nobody changes or deletes what is in %s",
    async (table) => {
      await queryAs(
        bank.ownerUrl,
        `select identity.record_denial('01JD3Z8K4M6N7P8Q9R0S1T2V3W', '/v1/wallets', 'SOMETHING')`,
      );
      for (const statement of [
        `update identity.${table} set created_at = now()`,
        `delete from identity.${table}`,
        `truncate identity.${table}`,
      ]) {
        await expect(queryAs(bank.ownerUrl, statement)).rejects.toThrow("append-only");
      }
    },
  );
});

it("has nobody to ask about behind the bootstrap operator's key", async () => {
  await expect(people.getProfile(operator)).rejects.toMatchObject({ code: "session_required" });
});
