// The way from the Worker to a stage: what is lost is told again, and what stays lost is said in plain words.
import { expect, it, vi } from "vitest";
import type { StreamerOverlay } from "../../../durable-objects/streamer-overlay.ts";
import { createOverlayStages } from "../../../src/overlay-stages.ts";
import { newRef } from "../../support/refs.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);

/** Objects that are lost so many times before they answer. */
function stagesLost(times: number, status = 101) {
  const told: string[] = [];
  const getByName = () => ({
    tell: async (text: string) => {
      told.push(text);
      if (told.length <= times) throw new Error("The object was reset.");
      return JSON.stringify({ ok: true });
    },
    fetch: async () => ({ status }),
  });
  const namespace = { getByName } as unknown as DurableObjectNamespace<StreamerOverlay>;
  return { told, stages: createOverlayStages(namespace) };
}

const pause = { commandRef: newRef(), digest: "d", command: { command: "PAUSE" } } as const;

it("tells a stage again that was lost with its answer, in the same words", async () => {
  const { told, stages } = stagesLost(2);
  await expect(stages.command(newRef(), pause)).resolves.toEqual({ ok: true });
  expect(new Set(told).size).toBe(1);
  expect(told).toHaveLength(3);
});

it("says that the stage is not there when it stays lost", async () => {
  const { stages } = stagesLost(9);
  await expect(stages.command(newRef(), pause)).rejects.toMatchObject({
    code: "stage_unavailable",
    headers: { "Retry-After": "1" },
  });
});

it.each([
  [401, "ticket_invalid"],
  [503, "stage_unavailable"],
])("gives a refused connection its name: %i is %s", async (status, code) => {
  const { stages } = stagesLost(0, status);
  const request = new Request("https://saku.test/v1/overlays/socket");
  await expect(stages.connect(newRef(), request)).rejects.toMatchObject({ code });
});
