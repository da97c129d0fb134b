import type { Caller } from "../platform/caller.ts";
import type { Ref } from "../platform/ids.ts";
import type { Written } from "../platform/intent.ts";
import type { Page } from "../platform/list.ts";
import { type CommandStageInput, commandStage } from "./command-stage.ts";
import { type ConfigureStageInput, configureStage } from "./configure-stage.ts";
import { connectPage } from "./connect-page.ts";
import { type CreateOverlayInput, createOverlay } from "./create-overlay.ts";
import type { OverlaysDeps } from "./deps.ts";
import { getOverlay } from "./get-overlay.ts";
import { getStage } from "./get-stage.ts";
import { getStageSettings } from "./get-stage-settings.ts";
import { type ListOverlaysInput, listOverlays } from "./list-overlays.ts";
import { type ControlSession, openControlSession } from "./open-control-session.ts";
import {
  type OpenOverlaySessionInput,
  type OverlaySession,
  openOverlaySession,
} from "./open-overlay-session.ts";
import type { OpenedOverlay, Overlay } from "./overlay.ts";
import { type RemoveOverlayInput, removeOverlay } from "./remove-overlay.ts";
import { type RotateOverlayInput, rotateOverlay } from "./rotate-overlay.ts";
import type { StageSettings } from "./stage-settings.ts";
import type { StageSnapshot } from "./stage-snapshot.ts";
import type { Stages } from "./stages.ts";
import { type UpdateOverlayInput, updateOverlay } from "./update-overlay.ts";

export type OverlaysService = Pick<Stages, "enqueue" | "addSpeech" | "withdraw" | "showWidget"> & {
  create(caller: Caller, input: CreateOverlayInput): Promise<Written<OpenedOverlay>>;
  get(caller: Caller, overlayRef: Ref): Promise<Overlay>;
  list(caller: Caller, input: ListOverlaysInput): Promise<Page<Overlay>>;
  update(caller: Caller, input: UpdateOverlayInput): Promise<Written<Overlay>>;
  rotate(caller: Caller, input: RotateOverlayInput): Promise<Written<OpenedOverlay>>;
  remove(caller: Caller, input: RemoveOverlayInput): Promise<Written<Overlay>>;
  openSession(input: OpenOverlaySessionInput): Promise<OverlaySession>;
  openControlSession(caller: Caller, newRef: () => Ref): Promise<ControlSession>;
  connect(request: Request): Promise<Response>;
  stage(caller: Caller): Promise<StageSnapshot>;
  command(caller: Caller, input: CommandStageInput): Promise<StageSnapshot>;
  settings(caller: Caller): Promise<StageSettings>;
  configure(caller: Caller, input: ConfigureStageInput): Promise<Written<StageSettings>>;
};

/** The module's table of contents: a line for each verb, a file for each line. What donations tell goes to their stage. */
export function createOverlaysService(deps: OverlaysDeps): OverlaysService {
  const { enqueue, addSpeech, withdraw, showWidget } = deps.stages;
  return {
    ...{ enqueue, addSpeech, withdraw, showWidget },
    create: (caller, input) => createOverlay(deps, caller, input),
    get: (caller, overlayRef) => getOverlay(deps, caller, overlayRef),
    list: (caller, input) => listOverlays(deps, caller, input),
    update: (caller, input) => updateOverlay(deps, caller, input),
    rotate: (caller, input) => rotateOverlay(deps, caller, input),
    remove: (caller, input) => removeOverlay(deps, caller, input),
    openSession: (input) => openOverlaySession(deps, input),
    openControlSession: (caller, newRef) => openControlSession(deps, caller, newRef),
    connect: (request) => connectPage(deps, request),
    stage: (caller) => getStage(deps, caller),
    command: (caller, input) => commandStage(deps, caller, input),
    settings: (caller) => getStageSettings(deps, caller),
    configure: (caller, input) => configureStage(deps, caller, input),
  };
}
