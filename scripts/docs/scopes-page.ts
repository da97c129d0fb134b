import { roleNames, roleScopes } from "../../src/identity/index.ts";
import { allEndpoints } from "../../src/meta.ts";
import { type Scope, scopes } from "../../src/platform/caller.ts";
import type { EndpointSpec } from "../../src/platform/endpoint.ts";

const notice =
  "<!-- Written by `npm run docs`. Change the code that it is written from instead. -->\n";
const heads = roleNames.join(" | ");
const rule = roleNames.map(() => "---").join("|");

/** Who may call what: every route with its scope and the roles that give it. */
export function scopesPage(): string {
  const guarded = allEndpoints.filter(({ scope }) => scope !== "public");
  const open = allEndpoints.filter(({ scope }) => scope === "public");
  return `${notice}
# Scopes and roles

A caller may call a route when their credential has its scope. A person has the scopes of their roles; everybody who
registers is a \`user\`. An API key has those of its own that its owner still has. The bootstrap operator has all of them.

Whose objects a caller reaches is another question: operators, admins and services reach everybody's, auditors read
everybody's, and everybody else reaches their own. A stranger's object is answered like one that is not there, with 404.
Whatever is told of "you" under \`account:\` is about the person who asks, whatever their roles are.

A test calls every route below as every role, for an object of their own, a stranger's and a missing one.

## Scopes

| scope | ${heads} |
|---|${rule}|
${scopes.map((scope) => `| \`${scope}\` | ${marksOf(scope)} |`).join("\n")}

## Routes

| route | scope | ${heads} |
|---|---|${rule}|
${guarded.map(rowOf).join("\n")}

## Routes for everybody

${open.map((spec) => `- \`${addressOf(spec)}\``).join("\n")}
`;
}

function rowOf(spec: EndpointSpec): string {
  const { scope } = spec;
  const marks = scope === "public" ? "" : marksOf(scope);
  return `| \`${addressOf(spec)}\` | ${scope} | ${marks} |`;
}

function marksOf(scope: Scope): string {
  return roleNames.map((role) => (roleScopes[scope].includes(role) ? "yes" : "")).join(" | ");
}

function addressOf({ method, path }: EndpointSpec): string {
  return `${method.toUpperCase()} ${path}`;
}
