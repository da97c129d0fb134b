import { expect, it } from "vitest";
import { newChain, newCommand, newUnits, refsOf } from "../../test/support/lane-port.ts";
import type { Unit } from "./lanes.ts";
import { packUnit } from "./packed-unit.ts";
import { takeBatch, type WaitingUnit } from "./take-batch.ts";

/** How a queue is taken, batch after batch, until nothing waits. */
function batchesOf(units: readonly Unit[]): Unit[][] {
  const queue = units.map(
    (unit): WaitingUnit => ({ unit: packUnit(unit), since: 0, answer: () => undefined }),
  );
  const batches: Unit[][] = [];
  while (queue.length > 0) {
    batches.push(takeBatch(queue).map(({ unit }) => JSON.parse(`[${unit.text}]`)));
  }
  return batches;
}

const sizesOf = (batches: readonly Unit[][]) => batches.map((batch) => batch.flat().length);

it("takes what fits, from the front, and leaves nothing behind or out of order", () => {
  const units = newUnits(1_201);
  const batches = batchesOf(units);

  expect(sizesOf(batches)).toEqual([500, 500, 201]);
  expect(batches.flat().map(refsOf)).toEqual(units.map(refsOf));
});

it("takes nothing from an empty queue", () => {
  expect(takeBatch([])).toEqual([]);
});

it("never splits a chain, neither at the end of a batch nor when it is larger than one", () => {
  const [whole, huge] = [newChain(3), newChain(1_200)];
  const units = [...newUnits(498), whole, huge, ...newUnits(1)];
  const batches = batchesOf(units);

  expect(sizesOf(batches)).toEqual([498, 3, 1_200, 1]);
  expect(batches.flat().map(refsOf)).toEqual(units.map(refsOf));
});

it("takes a scheduled command and its repetition in two batches, and those behind it after it", () => {
  const [due, other] = [
    newCommand({ is_due: true, key: null }),
    newCommand({ is_due: true, key: null }),
  ];
  const batches = batchesOf([[due], [other], [due], newChain(2)]);

  expect(batches).toEqual([
    [[due], [other]],
    [[due], expect.anything()],
  ]);
});
