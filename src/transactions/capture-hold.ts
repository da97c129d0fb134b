import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { CaptureBody } from "./bodies.ts";
import type { TransactionsDeps } from "./deps.ts";
import { readOriginal } from "./read-original.ts";
import { submit } from "./submit.ts";
import type { Manner, Submitted } from "./submitted.ts";
import { wishOnOriginal } from "./wish-on-original.ts";

export type CaptureInput = {
  readonly manner: Manner;
  readonly transactionRef: Ref;
  readonly body: CaptureBody;
};

/** Takes promised money, all of it or a part, once or several times until the last one gives back the rest. */
export async function captureHold(
  deps: TransactionsDeps,
  caller: Caller,
  { manner, transactionRef, body }: CaptureInput,
): Promise<Submitted> {
  const original = await readOriginal(deps, caller, transactionRef);
  const wish = wishOnOriginal("CAPTURE", original, body);
  return submit(deps, caller, manner, { ...wish, ...(body.final && { is_final: true }) });
}
