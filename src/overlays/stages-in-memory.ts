import type { Clock } from "../platform/clock.ts";
import { platformProblem } from "../platform/errors.ts";
import { createRefs, type Ref } from "../platform/ids.ts";
import { type StageEvent, step } from "./dispatcher.ts";
import { resultOfCommand } from "./obey-command.ts";
import { emptyStage } from "./stage-draft.ts";
import { stageSnapshotOf } from "./stage-snapshot.ts";
import type { StageState } from "./stage-state.ts";
import type { Stages } from "./stages.ts";

export type StagesInMemory = Stages;

/** Stages of this process alone, to which no page can connect: for scripts and tests, where there is no other process. */
export function createStagesInMemory(clock: Clock): StagesInMemory {
  const stages = new Map<Ref, StageState>();
  const newRef = createRefs(clock);
  const heardAt = () => 0;
  const tell = (streamerRef: Ref, event: StageEvent): StageState => {
    const before = stages.get(streamerRef) ?? emptyStage();
    const { state } = step(before, event, { now: clock.now().getTime(), newRef, heardAt });
    stages.set(streamerRef, state);
    return state;
  };
  return {
    enqueue: async (streamerRef, item) => void tell(streamerRef, { type: "ENQUEUE", item }),
    addSpeech: async (streamerRef, donationRef, clip) =>
      void tell(streamerRef, { type: "SPEECH", donationRef, clip }),
    withdraw: async (streamerRef, donationRef, outcome) =>
      void tell(streamerRef, { type: "WITHDRAW", donationRef, outcome }),
    showWidget: async (streamerRef, widget) => void tell(streamerRef, { type: "WIDGET", widget }),
    command: async (streamerRef, command) =>
      resultOfCommand(tell(streamerRef, { type: "COMMAND", ...command }), command),
    snapshot: async (streamerRef) => {
      const state = tell(streamerRef, { type: "TICK" });
      return stageSnapshotOf(state, clock.now().getTime(), heardAt);
    },
    configure: async (streamerRef, settings) =>
      void tell(streamerRef, { type: "CONFIGURE", settings }),
    reload: async (streamerRef, overlayRef) =>
      void tell(streamerRef, { type: "RELOAD", overlayRef }),
    endTokens: async (streamerRef, ends) => void tell(streamerRef, { type: "TOKENS_ENDED", ends }),
    connect: async () => {
      throw platformProblem("upgrade_required", "No page can connect to this process.");
    },
  };
}
