import { pairOf, pay, type Scene, type Workload } from "../bank.ts";
import type { ChainItem } from "../client.ts";

// More than anybody has, so that the whole chain has to fail.
const poison = 900_000_000n;

/** Several chains in one bulk request, some of them poisoned at one link. */
export const chains: Workload = async (scene) => {
  const count = scene.random.between(2, 5);
  const named = Array.from({ length: count }, () => {
    const name = scene.client.newKey();
    return [name, linksOf(scene, name)] as const;
  });
  await scene.client.sendChains(new Map(named));
};

function linksOf({ random, open }: Scene, name: string): ChainItem[] {
  const length = random.between(2, 5);
  const poisoned = random.isOneIn(2) ? random.between(0, length - 1) : -1;
  return Array.from({ length }, (_none, index) => {
    const { from, to } = pairOf(random, open);
    const amount = index === poisoned ? poison : BigInt(random.between(1, 200));
    return { key: `${name}.${index}`, request: pay(from, to, amount) };
  });
}
