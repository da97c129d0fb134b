import { expect, it, vi } from "vitest";
import { createPoke, pokeQuietMs } from "./poke.ts";

vi.spyOn(console, "log").mockImplementation(() => undefined);

function scene() {
  const clock = { at: 1_000, now: () => new Date(clock.at) };
  const sent: number[] = [];
  const state = { isBroken: false };
  const poke = createPoke(async () => {
    if (state.isBroken) throw new Error("It is away.");
    sent.push(clock.at);
  }, clock);
  return { clock, sent, state, poke };
}

it("pokes at once, and then once for all who come in the quiet after it", async () => {
  const { clock, sent, poke } = scene();
  await Promise.all([poke(), poke(), poke()]);
  clock.at += pokeQuietMs - 1;
  await poke();
  expect(sent).toEqual([1_000]);
  clock.at += 1;
  await poke();
  expect(sent).toEqual([1_000, 1_000 + pokeQuietMs]);
});

it("never fails its request, and lets the next one try at once", async () => {
  const { sent, state, poke } = scene();
  state.isBroken = true;
  await poke();
  state.isBroken = false;
  await poke();
  expect(sent).toEqual([1_000]);
});
