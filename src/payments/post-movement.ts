import { log } from "../platform/log.ts";
import { parseAmount } from "../platform/money.ts";
import { Problem } from "../platform/problem.ts";
import { ask } from "./ask.ts";
import { type Charge, chargeOf } from "./charge.ts";
import type { PaymentsDeps } from "./deps.ts";
import { legsOf, type Movement, movementSchema, placeIn } from "./movement.ts";
import { payeeWallets, walletOf } from "./payee-wallets.ts";
import { platformCaller, platformRef, writeOf } from "./platform-caller.ts";

const maxAttempts = 5;

// Nobody knows the outcome, or somebody was in the way: the same key is asked with again.
const passingCodes: ReadonlySet<string> = new Set([
  "database_unavailable",
  "concurrent_request",
  "lane_busy",
  "internal_error",
]);
// What keeps a payee's wallet from giving, and is no reason to owe the payer their money.
const emptyHandedCodes: ReadonlySet<string> = new Set([
  "insufficient_funds",
  "wallet_frozen",
  "wallet_closed",
  "limit_exceeded",
]);

/**
 * Posts what a charge needs and writes down that it was posted. The ledger is asked with a key that stands in the database
 * already, so whoever does this, and however often, the money moves once. Null where the ledger refuses it for now.
 */
export async function postMovement(
  deps: PaymentsDeps,
  begun: Movement,
  traceparent: string | null,
): Promise<Charge | null> {
  let movement = begun;
  for (let tries = 0; tries < maxAttempts && movement.status === "PENDING"; tries += 1) {
    const posted = await post(deps, movement, traceparent);
    if ("transactionRef" in posted) {
      return finish(deps, movement, posted, traceparent);
    }
    const next = await noteRefusal(deps, movement, posted.refusal);
    if (next === null) return null;
    movement = next;
  }
  return null;
}

/** Finishes what was given up, where the ledger had done it before and nobody knew. Null where it had not. */
export async function finishIfPosted(
  deps: PaymentsDeps,
  movement: Movement,
  traceparent: string | null,
): Promise<Charge | null> {
  const { rows } = await deps.transactions.list(platformCaller, {
    filters: { reference: referenceOf(movement), status: "COMPLETED" },
    limit: 1,
    cursor: undefined,
  });
  const transactionRef = rows[0]?.transaction_ref;
  if (transactionRef === undefined) return null;
  const place = await placeOf(deps, movement, transactionRef);
  return finish(deps, movement, { transactionRef, place }, traceparent);
}

async function finish(
  deps: PaymentsDeps,
  { movement_ref }: Movement,
  { transactionRef, place }: Done,
  traceparent: string | null,
): Promise<Charge> {
  const parameters = [movement_ref, transactionRef, traceparent, place];
  return chargeOf(await ask(deps, "payments.finish_movement", parameters));
}

type Done = { readonly transactionRef: string; readonly place: string | null };
type Posted = Done | { readonly refusal: Problem };

const referenceOf = ({ movement_ref }: Movement) => `payments:${movement_ref}`;

async function post(
  deps: PaymentsDeps,
  movement: Movement,
  traceparent: string | null,
): Promise<Posted> {
  const wallets = await payeeWallets(deps, movement.payee_ref, movement.currency);
  const key = `payments:${movement.movement_ref}:${movement.attempt}`;
  try {
    const submitted = await deps.transactions.postLegs(platformCaller, {
      manner: { write: writeOf(key, traceparent) },
      body: {
        type: "POSTING",
        legs: legsOf(movement, wallets),
        reference: referenceOf(movement),
        metadata: { charge_ref: movement.charge_ref, movement: movement.kind },
      },
    });
    return { transactionRef: submitted.result.transaction_ref, place: movement.into_wallet_ref };
  } catch (error) {
    if (!(error instanceof Problem) || passingCodes.has(error.code)) throw error;
    // An earlier attempt, of which nobody knew, was done after all, and perhaps to another place.
    if (error.code === "reference_taken") {
      const transactionRef = String(error.extensions.taken_by);
      return { transactionRef, place: await placeOf(deps, movement, transactionRef) };
    }
    return { refusal: error };
  }
}

async function placeOf(
  deps: PaymentsDeps,
  movement: Movement,
  transactionRef: string,
): Promise<string | null> {
  const wallets = await payeeWallets(deps, movement.payee_ref, movement.currency);
  const { legs } = await deps.transactions.get(platformCaller, transactionRef);
  return placeIn(legs, movement, wallets);
}

/** Takes less from a payee who has less; what else the ledger refuses waits, and is shown to operators. */
async function noteRefusal(
  deps: PaymentsDeps,
  movement: Movement,
  refusal: Problem,
): Promise<Movement | null> {
  const failure = { code: refusal.code, fields: refusal.extensions };
  log("error", "payment_movement_refused", {
    movement_ref: movement.movement_ref,
    kind: movement.kind,
    code: refusal.code,
  });
  if (movement.kind === "COLLECT") {
    await ask(deps, "payments.drop_movement", [movement.movement_ref, failure]);
    return null;
  }
  const platform = await walletOf(deps, platformRef, "PLATFORM", movement.currency);
  // What the platform's own wallet refuses is nobody's debt.
  const isOurs = refusal.extensions.wallet_ref === platform.wallet_ref;
  const shortfall = isOurs ? null : shortfallOf(movement, refusal);
  const command = {
    movement_ref: movement.movement_ref,
    attempt: movement.attempt,
    failure,
    shortfall: shortfall?.toString() ?? null,
  };
  const next = movementSchema.parse(await ask(deps, "payments.retry_movement", [command]));
  return shortfall === null ? null : next;
}

/** It takes nothing from the payee, so nothing of it can be missing. */
function isIncoming({ kind }: Movement): boolean {
  return kind === "PAY" || kind === "CHARGEBACK_WON";
}

function shortfallOf(movement: Movement, refusal: Problem): bigint | null {
  if (isIncoming(movement) || !emptyHandedCodes.has(refusal.code)) return null;
  const { direction, available } = refusal.extensions;
  if (direction === "CREDIT") return null;
  const text = typeof available === "string" ? available : "0";
  const parsed = parseAmount(text.startsWith("-") ? "0" : text, movement.currency);
  const has = typeof parsed === "bigint" ? parsed : 0n;
  const shortfall = has < movement.net_amount ? movement.net_amount - has : movement.net_amount;
  // Without anything to move there is nothing to settle, and what is missing elsewhere is not what the payee has spent.
  const isSpent = shortfall < movement.net_amount && movement.from_wallet_ref === null;
  if (movement.kind === "SETTLE" && !isSpent) return null;
  // A second refusal with the same figure would be asked for ever.
  return shortfall > movement.shortfall ? shortfall : movement.net_amount;
}
