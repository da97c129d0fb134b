import type { Caller } from "../../../src/platform/caller.ts";
import type { Bank } from "../bank.ts";

/** The parameters of an address that leads to something of somebody's. */
export type Params = Readonly<Record<string, string>>;
export type MakeObject = (bank: Bank, owner: Caller) => Promise<Params>;

/** What somebody has already, because nobody has two wallets of one kind. */
const opened = new Map<string, Promise<string>>();

export function once(name: string, open: () => Promise<string>): Promise<string> {
  const known = opened.get(name) ?? open();
  opened.set(name, known);
  return known;
}
