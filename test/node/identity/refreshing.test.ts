import { beforeAll, describe, expect, it } from "vitest";
import {
  type Accounts,
  laptop,
  nobody,
  openAccounts,
  phone,
  type Registered,
  refreshing,
  refusalOf,
} from "../../support/accounts.ts";
import { write } from "../../support/bank.ts";
import { queryAs } from "../../support/database.ts";
import { lockOfUser, meet } from "../../support/meet.ts";

let accounts: Accounts;
let person: Registered;
beforeAll(async () => {
  accounts = await openAccounts();
  person = await accounts.register();
});

const refresh = (token: string, client = laptop) =>
  accounts.service.refresh(nobody, refreshing(token, client));
const standing = async (sessionRef: string) =>
  (
    await queryAs(accounts.bank.appUrl, "select identity.ended_credentials(array[$1])", [
      sessionRef,
    ])
  ).length === 0;
const letTokensAge = (seconds: number) =>
  accounts.change(
    "update identity.refresh_tokens set rotated_at = rotated_at - make_interval(secs => $1) where rotated_at is not null",
    seconds,
  );

describe("refreshing", () => {
  it("gives the next pair for the same session, and the next for that", async () => {
    const first = await accounts.logIn(person);
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    expect(third.session_ref).toBe(first.session_ref);
    expect(new Set([first, second, third].map((pair) => pair.refresh_token)).size).toBe(3);
    expect(third.session_expires_at).toBe(first.session_expires_at);
  });

  it("gives eight that race with one token the same successor, and only one row of it", async () => {
    const { refresh_token, session_ref } = await accounts.logIn(person);
    const lock = lockOfUser(person.userRef);
    const pairs = await meet(accounts.bank.ownerUrl, lock, 8, () => refresh(refresh_token));
    expect(new Set(pairs.map((pair) => pair.refresh_token)).size).toBe(1);
    const rows = await queryAs(
      accounts.bank.ownerUrl,
      "select from identity.refresh_tokens join identity.user_sessions s on s.id = session_id where session_ref = $1",
      [session_ref],
    );
    expect(rows).toHaveLength(2);
    expect(await refusalOf(refresh(pairs[0]?.refresh_token ?? ""))).toMatchObject({ answered: {} });
  });

  it("ends the session of a token that comes back after twenty seconds, and says so", async () => {
    const stolen = await accounts.logIn(person);
    const next = await refresh(stolen.refresh_token);
    await letTokensAge(21);
    expect(await refusalOf(refresh(stolen.refresh_token))).toBe("refresh_token_reused");
    expect(await refusalOf(refresh(next.refresh_token))).toBe("refresh_token_invalid");
    expect(await standing(stolen.session_ref)).toBe(false);
    expect(await accounts.bank.eventsOf(stolen.session_ref)).toEqual([
      "session.opened",
      "session.revoked",
      "token.reuse_detected",
    ]);
  });

  it("ends it at once when another device shows the token, and only once when many do", async () => {
    const { refresh_token, session_ref } = await accounts.logIn(person);
    await refresh(refresh_token);
    const lock = lockOfUser(person.userRef);
    const answers = await meet(accounts.bank.ownerUrl, lock, 6, () =>
      refusalOf(refresh(refresh_token, phone)),
    );
    expect(answers.filter((answer) => answer === "refresh_token_reused")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "refresh_token_invalid")).toHaveLength(5);
    expect(await accounts.bank.eventsOf(session_ref)).toHaveLength(3);
  });

  it("refuses tokens that are made up, cut or of another kind, and keeps none that it gave", async () => {
    const { refresh_token } = await accounts.logIn(person);
    for (const text of ["", "rt_", refresh_token.slice(0, -1), `${refresh_token}A`]) {
      expect(await refusalOf(refresh(text))).toBe("refresh_token_invalid");
    }
    const kept = await queryAs<{ row: string }>(
      accounts.bank.ownerUrl,
      "select to_jsonb(t)::text as row from identity.refresh_tokens t",
    );
    const secret = refresh_token.split(".")[1] ?? "";
    expect(kept.filter(({ row }) => row.includes(secret))).toEqual([]);
  });

  it("loses to nothing and wins over nothing when a logout races it: the session has ended", async () => {
    const { refresh_token, session_ref, access_token } = await accounts.logIn(person);
    const caller = await accounts.callerOf({ access_token });
    const lock = lockOfUser(person.userRef);
    const [, answer] = await meet<unknown>(accounts.bank.ownerUrl, lock, 2, (index) =>
      index === 0
        ? accounts.service.endSession(caller, { write: write() })
        : refusalOf(refresh(refresh_token)),
    );
    expect(await standing(session_ref)).toBe(false);
    if (typeof answer === "object" && answer !== null && "answered" in answer) {
      const { refresh_token: next } = answer.answered as { refresh_token: string };
      expect(await refusalOf(refresh(next))).toBe("refresh_token_invalid");
    }
  });
});
