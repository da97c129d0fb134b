import { eq } from "drizzle-orm";
import type { Caller } from "../platform/caller.ts";
import { answered, type Database } from "../platform/database.ts";
import type { Ref } from "../platform/ids.ts";
import { stages } from "./schema.ts";
import { defaultSettings, type StageSettings } from "./stage-settings.ts";

/** How one's queue is played: as it was set, or by default. */
export async function getStageSettings(
  deps: { readonly database: Database },
  caller: Pick<Caller, "ownerRef">,
): Promise<StageSettings> {
  return settingsOf(deps.database, caller.ownerRef);
}

async function settingsOf(database: Database, streamerRef: Ref): Promise<StageSettings> {
  const [row] = await answered(
    database.tables.select().from(stages).where(eq(stages.streamerRef, streamerRef)),
  );
  if (!row) return defaultSettings;
  return {
    gap_ms: row.gapMs,
    order: row.playOrder,
    backlog: row.backlog,
    max_age_s: row.maxAgeS,
  };
}
