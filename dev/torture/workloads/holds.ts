import { capture, giveBack, pairOf, promise, type Workload } from "../bank.ts";
import { nowMs } from "../client.ts";

const expiryMs = { least: 200, most: 2_000 };

/** A promise that is captured in part, captured for good, given back and running out, all at once. */
export const holds: Workload = async ({ client, random, open }) => {
  const { from, to } = pairOf(random, open);
  const amount = random.between(10, 1_000);
  const runsOut = random.isOneIn(2);
  const expiresAtMs = runsOut
    ? Math.floor(nowMs()) + random.between(expiryMs.least, expiryMs.most)
    : null;
  const held = await client.send(client.newKey(), promise(from, to, BigInt(amount), expiresAtMs));
  if (held.kind !== "ok" || held.transactionRef === null) return;
  const ref = held.transactionRef;
  const part = BigInt(random.between(1, amount));
  const acts = [
    capture(ref, part, false),
    capture(ref, null, true),
    giveBack("void", ref),
    capture(ref, part, random.isOneIn(2)),
  ];
  const chosen = acts.filter(() => !random.isOneIn(3));
  await Promise.all(chosen.map((request) => client.send(client.newKey(), request)));
  // Whatever is left of it now has to wait for its time or for this.
  await client.send(client.newKey(), giveBack("void", ref));
};
