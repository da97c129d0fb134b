import { readStackFile } from "../../dev/state.ts";
import { refusal } from "./refusal.ts";

/** The database that a command speaks to, as its owner. */
export type Target = { readonly ownerUrl: string; readonly isEmbedded: boolean };

/** An explicit URL wins; without one it is the embedded database, which the running stack announces. */
export function targetOf(explicitUrl: string | undefined, stateFolder: string): Target {
  if (explicitUrl) return { ownerUrl: explicitUrl, isEmbedded: false };
  const announced = readStackFile(stateFolder)?.ownerUrl;
  if (announced === undefined) {
    throw refusal(
      "There is no database to speak to: start the stack first with npm start, or set DATABASE_URL.",
    );
  }
  return { ownerUrl: announced, isEmbedded: true };
}
