import { type Scope, scopes } from "../platform/caller.ts";

/** What roles and scopes come to. */
export type Authority = {
  readonly scopes: ReadonlySet<Scope>;
  /** Whether it reaches everybody's objects. */
  readonly isOperator: boolean;
};

const known: ReadonlySet<string> = new Set(scopes);
// What it allows is done to the caller's own account and to no other, whoever they are.
const ownAccount: string = "account:write";
const actingForAll = ["operator", "admin", "service"];

/** What somebody may do. Scopes that this version does not know grant nothing. */
export function authorityOf(roles: readonly string[], granted: readonly string[]): Authority {
  const given = granted.filter(isScope);
  if (roles.some((role) => actingForAll.includes(role))) {
    return { scopes: new Set(given), isOperator: true };
  }
  // An auditor sees everybody's objects, so what they may do to their own would reach everybody's: they only read.
  if (roles.includes("auditor")) {
    const reading = given.filter((scope) => scope.endsWith(":read") || scope === ownAccount);
    return { scopes: new Set(reading), isOperator: true };
  }
  return { scopes: new Set(given), isOperator: false };
}

function isScope(text: string): text is Scope {
  return known.has(text);
}
