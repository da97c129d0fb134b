import { capture, giveBack, pairOf, pay, promise, type Workload } from "../bank.ts";

/** One transaction, reversed in full by several at once with keys of their own. */
export const doubleReversals: Workload = async ({ client, random, open }) => {
  const { from, to } = pairOf(random, open);
  const paid = await client.send(client.newKey(), pay(from, to, BigInt(random.between(1, 500))));
  if (paid.kind !== "ok" || paid.transactionRef === null) return;
  const request = giveBack("reverse", paid.transactionRef);
  const reversals = Array.from({ length: random.between(2, 3) }, () =>
    client.send(client.newKey(), request),
  );
  await Promise.all(reversals);
};

/** Parts of one transaction are taken back, or captured, by several at once: never more than there was. */
export const partialActs: Workload = async ({ client, random, open }) => {
  const { from, to } = pairOf(random, open);
  const amount = random.between(10, 500);
  const isHold = random.isOneIn(2);
  const first = isHold ? promise(from, to, BigInt(amount), null) : pay(from, to, BigInt(amount));
  const done = await client.send(client.newKey(), first);
  if (done.kind !== "ok" || done.transactionRef === null) return;
  const ref = done.transactionRef;
  const parts = Array.from({ length: random.between(3, 5) }, () => {
    const part = BigInt(random.between(1, amount));
    return isHold ? capture(ref, part, false) : giveBack("reverse", ref, part);
  });
  await Promise.all(parts.map((request) => client.send(client.newKey(), request)));
  if (isHold) await client.send(client.newKey(), giveBack("void", ref));
};
