import { answered, type Database } from "../platform/database.ts";
import type { Denial, DenialLog } from "../platform/denials.ts";
import { createGatherer } from "../platform/gather.ts";
import { log } from "../platform/log.ts";

/** A denial as it is kept: with how many more of its kind came at the same moment. */
export type KeptDenial = Denial & { readonly more: number };

/** Writes denials down. Those that come while others are being written are written together, alike ones as one row. */
export function createDenialLog(database: Database): DenialLog {
  const write = createGatherer<Denial, null>({
    send: async (denials) => {
      await answered(
        database.sql`select identity.record_denials(${JSON.stringify(merged(denials))}::jsonb)`,
      );
      return denials.map(() => null);
    },
    sizeOf: (denial) => JSON.stringify(denial).length,
  });
  return {
    record: async (denial) => {
      try {
        await write(denial);
      } catch (error) {
        // Whoever was denied is denied all the same; the log has the fact already.
        const { ip: _ip, ...told } = denial;
        log("error", "denial_not_recorded", { ...told, error: String(error) });
      }
    },
  };
}

function merged(denials: readonly Denial[]): KeptDenial[] {
  const alike = Map.groupBy(denials, ({ request_id: _request, ...kind }) => JSON.stringify(kind));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, more: group.length - 1 }] : [];
  });
}
