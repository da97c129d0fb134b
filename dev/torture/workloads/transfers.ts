import { pairOf, pay, type Workload } from "../bank.ts";

/** Money goes round among few wallets, and is looked at directly after. */
export const transfers: Workload = async ({ client, random, closed }) => {
  const { from, to } = pairOf(random, closed);
  // Now and then more than anybody has.
  const amount = random.isOneIn(20) ? 100_000_000 : random.between(1, 5_000);
  await client.send(client.newKey(), pay(from, to, BigInt(amount)));
  if (random.isOneIn(4)) await client.look(random.oneOf([from, to]));
};
