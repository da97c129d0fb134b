import { pay, type Workload } from "../bank.ts";

/** A wallet is frozen, thawed and closed while money comes and goes. */
export const stops: Workload = async ({ client, random, open, newOwner }) => {
  const wallet = await client.openWallet(newOwner());
  const other = random.oneOf(open);
  await client.send(client.newKey(), pay(null, wallet, 100n));
  const send = (request: Parameters<typeof client.send>[1]) =>
    client.send(client.newKey(), request);
  await Promise.all([
    send(pay(other, wallet, 5n)),
    send({ kind: "freeze", wallet }),
    send(pay(wallet, other, 5n)),
  ]);
  await Promise.all([send(pay(wallet, other, 1n)), send(pay(other, wallet, 1n))]);
  await send({ kind: "unfreeze", wallet });
  const seen = await send(pay(other, wallet, 1n));
  const left =
    seen.kind === "ok" ? seen.balances.find((each) => each.wallet === wallet) : undefined;
  await Promise.all([
    send(pay(wallet, other, left?.balance ?? 1n)),
    send({ kind: "close", wallet }),
    send(pay(other, wallet, 1n)),
  ]);
  await Promise.all([send({ kind: "close", wallet }), send(pay(other, wallet, 1n))]);
  await send(pay(other, wallet, 1n));
};
