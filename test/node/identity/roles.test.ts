import { beforeAll, describe, expect, it } from "vitest";
import { roleScopes } from "../../../src/identity/role-scopes.ts";
import { createRoleService, type RoleService } from "../../../src/identity/role-service.ts";
import { roleNames } from "../../../src/identity/standing.ts";
import { scopes } from "../../../src/platform/caller.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { type Bank, openTestBank, operator, write } from "../../support/bank.ts";
import { addPerson } from "../../support/credentials.ts";
import { queryAs } from "../../support/database.ts";
import { callerFor, callerWith } from "../../support/people.ts";
import { newRef } from "../../support/refs.ts";

let bank: Bank;
let people: RoleService;

beforeAll(async () => {
  bank = await openTestBank();
  people = createRoleService({ ...bank, clock: systemClock });
});

const suspend = (userRef: string) => ({ write: write(), userRef, reason: "SECURITY" as const });
const isNoPost = (scope: string) => scope !== "transactions:post";
const give = (userRef: string, role: string) => ({ write: write(), userRef, role });

describe("the roles", () => {
  it("are those that the code knows, with scopes that the code knows, and an admin has them all", async () => {
    const roles = await people.listRoles();
    expect(roles.map(({ role }) => role)).toEqual([...roleNames]);
    for (const { role, scopes: given } of roles) {
      const wanted = scopes.filter((scope) => roleScopes[scope].includes(role));
      expect(given, role).toEqual(wanted.toSorted());
    }
    expect(roles.find(({ role }) => role === "admin")?.scopes).toEqual([...scopes].toSorted());
  });

  it("let an auditor read everything and change nothing but their own account", async () => {
    const auditor = await callerWith(bank, "user", "auditor");
    expect(auditor.isOperator).toBe(true);
    const changing = [...auditor.scopes].filter((scope) => !scope.endsWith(":read"));
    expect(changing.filter((scope) => scope !== "account:write")).toEqual([]);
    const readable = scopes.filter((scope) => scope.endsWith(":read"));
    expect(readable.filter((scope) => !auditor.scopes.has(scope))).toEqual([]);
  });

  it("let a user make no money, lift no limit and see nobody else", async () => {
    const user = await callerWith(bank, "user");
    const beyond = ["transactions:topup", "transactions:withdraw", "transactions:post"] as const;
    for (const scope of [...beyond, "wallets:limits", "wallets:freeze", "users:read"] as const) {
      expect(user.scopes.has(scope)).toBe(false);
    }
    expect(user.isOperator).toBe(false);
  });
});

describe("suspending", () => {
  it("ends every session, says so, and can be undone without giving the sessions back", async () => {
    const person = await addPerson(bank);
    const ended = () =>
      queryAs(bank.appUrl, "select identity.ended_credentials(array[$1])", [person.sessionRef]);
    expect(await ended()).toHaveLength(0);

    const suspended = await people.suspendUser(operator, suspend(person.userRef));
    expect(suspended.result).toMatchObject({ status: "SUSPENDED", roles: ["user"], version: 2 });
    expect(await ended()).toHaveLength(1);
    expect(await people.getUser(operator, person.userRef)).toMatchObject({ status: "SUSPENDED" });

    const again = { write: write(), userRef: person.userRef };
    const active = await people.reactivateUser(operator, again);
    expect(active.result).toMatchObject({ status: "ACTIVE", version: 3 });
    expect(await ended()).toHaveLength(1);
    expect(await bank.eventsOf(person.userRef)).toEqual(["user.suspended", "user.reactivated"]);
  });

  it("answers a repetition as it answered first", async () => {
    const person = await addPerson(bank);
    const input = suspend(person.userRef);
    const first = await people.suspendUser(operator, input);
    const second = await people.suspendUser(operator, input);
    expect(second).toEqual({ result: first.result, isReplayed: true });
  });

  it("happens once when many ask at once", async () => {
    const person = await addPerson(bank);
    const asked = Array.from({ length: 8 }, () =>
      people.suspendUser(operator, suspend(person.userRef)),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await bank.eventsOf(person.userRef)).toEqual(["user.suspended"]);
  });

  it("is refused for whoever may do more than the one who asks, and done for whoever may not", async () => {
    const caller = await callerWith(bank, "user", "operator");
    const [admin, user] = [await addPerson(bank, { roles: ["admin"] }), await addPerson(bank)];
    await expect(people.suspendUser(caller, suspend(admin.userRef))).rejects.toMatchObject({
      code: "user_may_more",
      extensions: { scopes: ["projections:write", "roles:write", "transactions:post"] },
    });
    await expect(people.suspendUser(caller, suspend(user.userRef))).resolves.toBeTruthy();
  });

  it("is refused for whoever is suspended already, reactivating for whoever is not", async () => {
    const person = await addPerson(bank);
    await expect(
      people.reactivateUser(operator, { write: write(), userRef: person.userRef }),
    ).rejects.toMatchObject({ code: "user_not_suspended" });
    await people.suspendUser(operator, suspend(person.userRef));
    await expect(people.suspendUser(operator, suspend(person.userRef))).rejects.toMatchObject({
      code: "user_not_active",
      extensions: { user_status: "SUSPENDED" },
    });
  });
});

describe("giving and taking roles", () => {
  it("tells in what the person may do, is heard of, and is shown to them", async () => {
    const person = await addPerson(bank);
    await people.assignRole(operator, give(person.userRef, "streamer"));
    const given = await people.assignRole(operator, give(person.userRef, "operator"));
    expect(given.result.roles).toEqual(["operator", "streamer", "user"]);
    expect((await callerFor(bank, person)).scopes.has("wallets:freeze")).toBe(true);

    const taken = await people.removeRole(operator, give(person.userRef, "operator"));
    expect(taken.result.roles).toEqual(["streamer", "user"]);
    expect((await callerFor(bank, person)).scopes.has("wallets:freeze")).toBe(false);
    expect(await bank.eventsOf(person.userRef)).toEqual([
      "user.role_assigned",
      "user.role_assigned",
      "user.role_removed",
    ]);
    const page = await people.listActivity(await callerFor(bank, person), {
      type: "USER_ROLE_REMOVED",
      limit: 20,
      cursor: undefined,
    });
    expect(page.rows.map(({ metadata }) => metadata)).toEqual([{ role: "operator" }]);
  });

  it("ends the sessions of whoever loses one, because their tokens still say that they have it", async () => {
    const person = await addPerson(bank, { roles: ["user", "operator"] });
    await people.removeRole(operator, give(person.userRef, "operator"));
    const ended = await queryAs(bank.appUrl, "select identity.ended_credentials(array[$1])", [
      person.sessionRef,
    ]);
    expect(ended).toHaveLength(1);
  });

  it("is refused for a role that is wider than what the giver may do", async () => {
    const admin = await callerWith(bank, "admin");
    const lesser = { ...admin, scopes: new Set([...admin.scopes].filter(isNoPost)) };
    const person = await addPerson(bank);
    await expect(people.assignRole(lesser, give(person.userRef, "admin"))).rejects.toMatchObject({
      code: "role_too_wide",
    });
    await expect(people.assignRole(admin, give(person.userRef, "admin"))).resolves.toBeTruthy();
  });

  it("is refused for somebody who proved who they are too long ago, and for a key", async () => {
    const admin = await callerWith(bank, "admin");
    const person = await addPerson(bank);
    const old = { ...admin, authTime: (admin.authTime ?? 0) - 301 };
    await expect(people.assignRole(old, give(person.userRef, "streamer"))).rejects.toMatchObject({
      code: "step_up_required",
    });
    const key = { ...admin, authTime: null };
    await expect(people.removeRole(key, give(person.userRef, "user"))).rejects.toMatchObject({
      code: "session_required",
    });
  });

  it("is refused when it would change nothing, or the role or the person is nowhere", async () => {
    const { userRef } = await addPerson(bank);
    const refusals = [
      [() => people.assignRole(operator, give(userRef, "user")), "role_held"],
      [() => people.removeRole(operator, give(userRef, "admin")), "role_not_held"],
      [() => people.assignRole(operator, give(userRef, "emperor")), "role_not_found"],
      [() => people.assignRole(operator, give(newRef(), "user")), "user_not_found"],
    ] as const;
    for (const [attempt, code] of refusals) {
      await expect(attempt()).rejects.toMatchObject({ code });
    }
  });
});

describe("the list of people", () => {
  it("is newest first, in pages that lose nobody, and filtered as asked", async () => {
    const added: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      added.push((await addPerson(bank, { roles: ["user", "streamer"] })).userRef);
    }
    const filters = { role: "streamer", status: "ACTIVE" };
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await people.listUsers(operator, { filters, limit: 2, cursor });
      found.push(...page.rows.map(({ user_ref }) => user_ref));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found.filter((ref) => added.includes(ref))).toEqual(added.toReversed());
    expect(found).toEqual(found.toSorted().toReversed());
  });

  it("shows whoever acts for themselves nobody but themselves", async () => {
    const caller = await callerWith(bank, "user");
    const page = await people.listUsers(caller, { filters: {}, limit: 20, cursor: undefined });
    expect(page.rows.map(({ user_ref }) => user_ref)).toEqual([caller.userRef]);
    const stranger = await addPerson(bank);
    await expect(people.getUser(caller, stranger.userRef)).rejects.toMatchObject({
      code: "user_not_found",
    });
  });
});
