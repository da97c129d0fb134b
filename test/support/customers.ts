import { type Bank, newOwner } from "./bank.ts";
import { applied, type Mover } from "./mover.ts";

/** Two customers with a wallet each, of whom the first has money. */
export async function openCustomers(bank: Bank, move: Mover) {
  const [ana, budi] = [newOwner(), newOwner()];
  const [hers, his] = [
    (await bank.openWallet({ owner: ana })).wallet_ref,
    (await bank.openWallet({ owner: budi })).wallet_ref,
  ];
  applied(await move.topUp({ wallet_ref: hers, amount: "1000", currency: "IDR" }));
  return { ana, budi, hers, his, pay: { source_wallet_ref: hers, destination_wallet_ref: his } };
}
