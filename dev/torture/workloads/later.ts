import { capture, giveBack, pairOf, pay, promise, type Scene, type Workload } from "../bank.ts";
import { nowMs } from "../client.ts";
import type { Request } from "../history.ts";

const expiryMs = { least: 200, most: 2_000 };

/** Money that is accepted to be moved later: forgotten at once, followed to its end, or asked for again meanwhile. */
export const laterMoves: Workload = async (scene) => {
  const { client, random } = scene;
  const key = client.newKey();
  const request = moveOf(scene);
  const sendLater = () => client.sendLater(key, request);
  if (random.isOneIn(4)) await Promise.all([sendLater(), sendLater(), client.send(key, request)]);
  const told = await sendLater();
  if (told.kind !== "accepted") return;
  const habit = random.between(1, 4);
  if (habit === 1) await sendLater();
  if (habit === 2) await client.send(key, request);
  if (habit <= 3) await client.follow(key, told.transactionRef);
};

function moveOf({ random, closed, open }: Scene): Request {
  // Now and then more than anybody has.
  const amount = BigInt(random.isOneIn(10) ? 100_000_000 : random.between(1, 2_000));
  const draw = random.between(1, 10);
  if (draw === 1) return pay(null, random.oneOf(open), amount);
  if (draw === 2) return pay(random.oneOf(open), null, amount);
  const { from, to } = pairOf(random, draw <= 6 ? closed : open);
  return pay(from, to, amount);
}

/** A promise or a payment that is ended later, by several who know nothing of each other. */
export const laterActs: Workload = async ({ client, random, open }) => {
  const { from, to } = pairOf(random, open);
  const amount = BigInt(random.between(10, 500));
  const isHold = random.isOneIn(2);
  const expiresAtMs = random.isOneIn(2)
    ? Math.floor(nowMs()) + random.between(expiryMs.least, expiryMs.most)
    : null;
  const first = isHold ? promise(from, to, amount, expiresAtMs) : pay(from, to, amount);
  const done = await client.send(client.newKey(), first);
  if (done.kind !== "ok" || done.transactionRef === null) return;
  const ref = done.transactionRef;
  const acts = isHold
    ? [capture(ref, 5n, false), capture(ref, null, true), giveBack("void", ref)]
    : [giveBack("reverse", ref), giveBack("reverse", ref), giveBack("reverse", ref, 5n)];
  await Promise.all(
    acts.map(async (act) => {
      const key = client.newKey();
      const told = await client.sendLater(key, act);
      if (told.kind === "accepted" && random.isOneIn(2)) {
        await client.follow(key, told.transactionRef);
      }
    }),
  );
};
