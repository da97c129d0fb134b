export type { AlertContent, AudioClip } from "./alert-content.ts";
export { ticketIn } from "./connect-page.ts";
export { nextWakeOf, type StageEvent, step } from "./dispatcher.ts";
export type { DonationFacts, Unplayed } from "./donation-facts.ts";
export { overlayCatalogue, overlayProblem } from "./errors.ts";
export { getStageSettings } from "./get-stage-settings.ts";
export { resultOfCommand, type StageCommand } from "./obey-command.ts";
export { createTickets, type OverlayTicket } from "./overlay-ticket.ts";
export type { PlaybackFact } from "./playback-fact.ts";
export {
  envelopeOf,
  type PageMessage,
  protocol,
  readPageMessage,
  type Widget,
} from "./protocol.ts";
export type { QueueItem } from "./queue-item.ts";
export { overlaysRoutes } from "./routes.ts";
export { createOverlaysService, type OverlaysService } from "./service.ts";
export { emptyStage } from "./stage-draft.ts";
export type { StageSettings } from "./stage-settings.ts";
export { type StageSnapshot, stageSnapshotOf } from "./stage-snapshot.ts";
export type { CommandResult, Effect, PagePass, StageState } from "./stage-state.ts";
export type { Stages, TokenEnd } from "./stages.ts";
export { createStagesInMemory } from "./stages-in-memory.ts";
