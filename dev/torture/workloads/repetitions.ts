import { pairOf, pay, type Workload } from "../bank.ts";

/** One key from many at once, again later, and with another body. */
export const storms: Workload = async ({ client, random, open }) => {
  const { from, to } = pairOf(random, open);
  const amount = BigInt(random.between(1, 500));
  const key = client.newKey();
  const request = pay(from, to, amount);
  const storm = Array.from({ length: random.between(2, 5) }, () => client.send(key, request));
  const mutation = random.isOneIn(2) ? [client.sendOnce(key, pay(from, to, amount + 1n))] : [];
  await Promise.all([...storm, ...mutation]);
  await client.send(key, request);
  await client.sendOnce(key, pay(to, from, amount));
};

/** Fails for funds, is funded, and is asked again: the refusal stands, and only a new key is a new wish. */
export const refusals: Workload = async ({ client, random, open, newOwner }) => {
  const poor = await client.openWallet(newOwner());
  const rich = random.oneOf(open);
  const amount = BigInt(random.between(1, 500));
  const key = client.newKey();
  await client.send(key, pay(poor, rich, amount));
  await client.send(client.newKey(), pay(null, poor, amount));
  await client.send(key, pay(poor, rich, amount));
  await client.send(client.newKey(), pay(poor, rich, amount));
};
