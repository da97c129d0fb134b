// Who may do what: every route as every role, for something of one's own, a stranger's and something that is not there.
// The routes come from the product, so a new one is asked the day it appears.
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../src/app.ts";
import { roleScopes } from "../../../src/identity/role-scopes.ts";
import { type RoleName, roleNames } from "../../../src/identity/standing.ts";
import { allEndpoints } from "../../../src/meta.ts";
import { type EndpointSpec, isWrite } from "../../../src/platform/endpoint.ts";
import { type Bank, openTestBank } from "../../support/bank.ts";
import { createRoleCallers, type RoleCaller } from "../../support/matrix/caller.ts";
import { makeBodyRefs, makerOf, missingRefs } from "../../support/matrix/objects.ts";
import { bodyRefNames, requestOf } from "../../support/matrix/requests.ts";

type Answer = { readonly status: number; readonly code: string };
type ReplyBody = {
  readonly code?: string;
  readonly results?: readonly { readonly status: number; readonly problem?: { code: string } }[];
};
type Refs = Readonly<Record<string, string>>;
type Target = { readonly params: Refs; readonly refs: Refs };

const nothing: Target = { params: {}, refs: {} };
const reachingAll: readonly RoleName[] = ["operator", "auditor", "admin", "service"];
// A key or secret that is rotated is shown, so nobody rotates another's.
const forOneselfOnly = ["rotateApiKey", "rotateWebhookSecret"];
// What only those see of others who see people: a service moves money for everybody, and keeps to its own keys.
const aboutPeople = ["getApiKey"];
// What only those do to others who have a say over people.
const overPeople = ["revokeApiKey"];
const denials = ["unauthenticated", "token_expired", "credential_ended", "scope_missing"];

let bank: Bank;
let app: ReturnType<typeof createApp>;
let newCaller: (role: RoleName) => Promise<RoleCaller>;
let stranger: RoleCaller;
const settled = new Map<RoleName, RoleCaller>();

beforeAll(async () => {
  bank = await openTestBank();
  app = createApp(() => bank);
  newCaller = createRoleCallers(bank);
  stranger = await newCaller("user");
  for (const role of roleNames) settled.set(role, await newCaller(role));
});

const guarded = allEndpoints.flatMap((spec) =>
  spec.scope === "public" ? [] : [{ spec, scope: spec.scope }],
);
const named = (spec: EndpointSpec) => `${spec.method.toUpperCase()} ${spec.path}`;
const mayCall = (role: RoleName, scope: keyof typeof roleScopes) =>
  roleScopes[scope].includes(role) || (role !== "auditor" && roleScopes[scope].includes("user"));

describe.each(guarded.map(({ spec, scope }) => [named(spec), spec, scope] as const))(
  "8.2.1 and 8.2.2 %s",
  (_name, spec, scope) => {
    it("lets nobody in who does not say who they are", async () => {
      const answer = await send(requestOf(spec, { bearer: null, ...missing() }));
      expect(answer).toEqual({ status: 401, code: "unauthenticated" });
    });

    const denied = roleNames.filter((role) => !mayCall(role, scope));
    const admitted = roleNames.filter((role) => mayCall(role, scope));

    it.each(denied)("denies it to the role %s, whoever's thing it is about", async (role) => {
      const { caller, bearer } = await callerAs(role);
      for (const target of [await ownedBy(caller), await ownedBy(stranger.caller), missing()]) {
        const answer = await send(requestOf(spec, { bearer, ...target }));
        expect(answer).toEqual({ status: 403, code: "scope_missing" });
      }
    });

    it.each(admitted)("lets the role %s do it to their own things", async (role) => {
      const { caller, bearer } = await callerAs(role);
      const answer = await send(requestOf(spec, { bearer, ...(await ownedBy(caller)) }));
      expect(denials).not.toContain(answer.code);
      expect(answer.status === 503 ? answer.code : answer.status).toSatisfy(isDecided);
      expect(answer.code).not.toMatch(/not_found$/);
    });

    if (!isAboutSomething()) return;
    // Owners are named and not looked up: whoever acts for all may open something for somebody who is still to come.
    const isAboutSomebody = bodyRefNames(spec).join() === "owner_ref";

    it.each(admitted)("tells the role %s of a missing thing that it is not there", async (role) => {
      const { bearer } = await callerAs(role);
      const answer = await send(requestOf(spec, { bearer, ...missing() }));
      if (isAboutSomebody && reachesOthers(role)) expect(answer.status).toBe(201);
      else expect(answer).toSatisfy(isNotFound);
    });

    it.each(admitted)("treats a stranger's thing as it should for the role %s", async (role) => {
      const { bearer } = await callerAs(role);
      const owner = isWrite(spec) ? await newCaller("user") : stranger;
      const answer = await send(requestOf(spec, { bearer, ...(await ownedBy(owner.caller)) }));
      if (reachesOthers(role)) expect(answer).not.toSatisfy(isNotFound);
      else expect(answer).toSatisfy(isNotFound);
    });

    function isAboutSomething(): boolean {
      return spec.path.includes("{") || bodyRefNames(spec).length > 0;
    }

    /** What is told of the person who asks is about nobody else, whatever they may do to others' things. */
    function reachesOthers(role: RoleName): boolean {
      if (forOneselfOnly.includes(spec.operationId)) return false;
      if (aboutPeople.includes(spec.operationId)) return mayCall(role, "users:read");
      if (scope !== "account:write" && !overPeople.includes(spec.operationId)) {
        return reachingAll.includes(role);
      }
      return mayCall(role, "users:write");
    }

    /** Whatever changes something is done to somebody new, so that no case finds what another has left. */
    async function callerAs(role: RoleName): Promise<RoleCaller> {
      const known = settled.get(role);
      const mustBeNew = isWrite(spec) && mayCall(role, scope);
      return known && !mustBeNew ? known : newCaller(role);
    }

    async function ownedBy(owner: RoleCaller["caller"]): Promise<Target> {
      const make = makerOf(spec);
      if (spec.path.includes("{")) {
        if (!make) throw new Error(`Tell test/support/matrix/objects.ts what ${spec.path} names.`);
        return { params: await make(bank, owner), refs: {} };
      }
      const names = bodyRefNames(spec);
      if (names.length === 0) return nothing;
      const refs = await makeBodyRefs(bank, owner);
      const unknown = names.filter((name) => !(name in refs));
      if (unknown.length > 0) throw new Error(`Tell objects.ts what ${unknown.join()} names.`);
      return { params: {}, refs };
    }

    function missing(): Target {
      const params = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      const refs = missingRefs(Object.fromEntries(bodyRefNames(spec).map((name) => [name, ""])));
      const nowhere = missingRefs(Object.fromEntries(params.map((name) => [name, ""])));
      return { params: "role" in nowhere ? { ...nowhere, role: "user" } : nowhere, refs };
    }
  },
);

describe.each(
  allEndpoints
    .filter(({ scope }) => scope === "public")
    .map((spec) => [named(spec), spec] as const),
)("%s", (_name, spec) => {
  it("asks nobody who they are", async () => {
    const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const somewhere = missingRefs(Object.fromEntries(names.map((name) => [name, ""])));
    const answer = await send(requestOf(spec, { bearer: null, params: somewhere, refs: {} }));
    expect(denials).not.toContain(answer.code);
    expect(answer.status === 503 ? answer.code : answer.status).toSatisfy(isDecided);
  });
});

/** A request of many items answers each, and here there is one. */
async function send(request: Request): Promise<Answer> {
  const env = { VERSION: { tag: "", timestamp: "" } };
  const response = await app.fetch(request, env as unknown as Env);
  const text = await response.text();
  // Metrics are no JSON; what refuses somebody always is.
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const body: ReplyBody = isJson ? JSON.parse(text) : {};
  const [item] = body.results ?? [];
  if (item) return { status: item.status, code: item.problem?.code ?? "" };
  return { status: response.status, code: body.code ?? "" };
}

/** Decided by the product: done or refused by a rule. What delivers codes is the one thing that a test lacks. */
function isDecided(outcome: string | number): boolean {
  if (typeof outcome === "string") return outcome === "code_delivery_unavailable";
  return outcome < 500;
}

function isNotFound({ status, code }: Answer): boolean {
  return status === 404 && /not_found$/.test(code);
}
