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
] as const;
export type Scope = (typeof scopes)[number];

/** Who is calling, as far as a rule needs to know. */
export type Caller = {
  /** The owner behind the key or session; idempotency keys are scoped to it. */
  readonly ownerRef: Ref;
  readonly scopes: ReadonlySet<Scope>;
  /** An operator acts on everybody's objects; anybody else only on their own. */
  readonly isOperator: boolean;
};

/** The owner that a command must match under its lock, or null for a caller who may act for everybody. */
export function actingOwnerOf(caller: Caller): Ref | null {
  return caller.isOperator ? null : caller.ownerRef;
}

/** Whether this caller may see what belongs to an owner. Where not, the thing does not exist for them. */
export function maySee(caller: Caller, ownerRef: Ref): boolean {
  return caller.isOperator || caller.ownerRef === ownerRef;
}
