import type { Ref } from "./ids.ts";

/** Everything a key or a session may be allowed to do, as `resource:action`. */
export const scopes = [
  "wallets:read",
  "wallets:write",
  "wallets:freeze",
  "wallets:limits",
  "ledger:read",
  "transactions:read",
  "transactions:write",
  "transactions:topup",
  "transactions:withdraw",
  "transactions:post",
  "account:read",
  "account:write",
  "payments:read",
  "payments:write",
  "payments:operate",
  "donations:read",
  "donations:write",
  "overlays:read",
  "overlays:write",
  "overlays:control",
  "api_keys:read",
  "api_keys:write",
  "users:read",
  "users:write",
  "roles:read",
  "roles:write",
  "webhooks:read",
  "webhooks:write",
  "hooks:read",
  "hooks:write",
  "events:read",
  "events:write",
  "analytics:read",
  "projections:read",
  "projections:write",
  "audit:read",
  "metrics:read",
] as const;
export type Scope = (typeof scopes)[number];

/** Who is calling, as far as a rule needs to know. */
export type Caller = {
  /** The owner behind the key or session; idempotency keys are scoped to it. */
  readonly ownerRef: Ref;
  readonly scopes: ReadonlySet<Scope>;
  /** Sees and acts on everybody's objects, as far as the scopes go; anybody else only on their own. */
  readonly isOperator: boolean;
  /** The session or API key that has to stand still; null for the bootstrap key, which is no row anywhere. */
  readonly credentialRef: Ref | null;
  /** The person, where there is one. */
  readonly userRef: Ref | null;
  /** When the person behind a session last proved who they are, in seconds since 1970; null behind a key. */
  readonly authTime: number | null;
  readonly hasSecondFactor: boolean;
};

/** A caller behind whom there is no person, no session and no stored key. */
export function bareCaller(
  ownerRef: Ref,
  granted: Iterable<Scope>,
  { isOperator }: Pick<Caller, "isOperator">,
): Caller {
  return {
    ownerRef,
    scopes: new Set(granted),
    isOperator,
    credentialRef: null,
    userRef: null,
    authTime: null,
    hasSecondFactor: false,
  };
}

/** The owner that a command must match under its lock, or null for a caller who may act for everybody. */
export function actingOwnerOf(caller: Caller): Ref | null {
  return caller.isOperator ? null : caller.ownerRef;
}

/** Whether this caller may see what belongs to an owner. Where not, the thing does not exist for them. */
export function maySee(caller: Caller, ownerRef: Ref): boolean {
  return caller.isOperator || caller.ownerRef === ownerRef;
}
