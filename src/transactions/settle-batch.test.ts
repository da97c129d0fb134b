import { describe, expect, it } from "vitest";
import {
  expectDoneOnce,
  expectNothingWaiting,
  longerThanPatience,
  openLane,
} from "../../test/support/lane.ts";
import {
  databaseError,
  kindsOf,
  newChain,
  newUnits,
  openGate,
  refsOf,
} from "../../test/support/lane-port.ts";

describe("a conflict with another batch", () => {
  it.each(["23505", "40P01", "40001"])("of %s is met by sending the same again", async (code) => {
    const lane = openLane();
    lane.port.next.push({ fails: databaseError(code) }, { fails: databaseError(code) });
    const units = newUnits(3);

    expect(kindsOf(await lane.submit(units))).toEqual(["replies", "replies", "replies"]);
    expect(lane.port.sent).toEqual([units.flat(), units.flat(), units.flat()]);
    await expectNothingWaiting(lane);
  });

  it("that never ends costs only the unit that causes it, and is no fault of ours", async () => {
    const lane = openLane();
    const units = newUnits(7);
    const [stuck] = refsOf(units[4] ?? []);
    lane.port.always = (commands) =>
      refsOf(commands).includes(stuck ?? "") ? { fails: databaseError("23505") } : undefined;

    expect(kindsOf(await lane.submit(units))).toEqual(
      units.map((_unit, index) => (index === 4 ? "unknown" : "replies")),
    );
    await expectNothingWaiting(lane);
  });
});

describe("an outcome that nobody knows", () => {
  it.each([
    ["the connection broke before", false, databaseError()],
    ["the connection broke after", true, databaseError()],
    [
      "the proxy answered 500",
      false,
      databaseError(undefined, "Server error (HTTP status 500): x"),
    ],
    ["the server was shutting down", false, databaseError("57P01")],
    ["the server was full", false, databaseError("53300")],
    ["the connection failed", true, databaseError("08006")],
    ["the answer broke off", true, new TypeError("terminated")],
    ["the object's fetch was lost", true, new Error("Network connection lost.")],
  ])("because %s is asked for until it is known, and done once", async (_name, isDone, fails) => {
    const lane = openLane();
    lane.port.next.push({ fails, isDone }, { fails }, { fails, isDone });
    const units = newUnits(5);

    expect(kindsOf(await lane.submit(units))).toEqual(units.map(() => "replies"));
    expect(new Set(lane.port.sent.map((commands) => refsOf(commands).join())).size).toBe(1);
    expectDoneOnce(lane, units.flatMap(refsOf));
  });

  it("is told as such to who has waited too long, and to the queue that nothing was done", async () => {
    const lane = openLane({ pauseMs: longerThanPatience });
    const [first, second, back] = [openGate(), newUnits(3), openGate()];
    lane.port.next.push({ until: first.until }, { fails: databaseError() });
    lane.port.always = () => ({ until: back.until });
    const blocking = lane.submit(newUnits(1));
    const sent = lane.submit(second);
    first.open();
    await blocking;
    lane.port.next.push({ fails: databaseError() });
    // Queued behind the batch that is not known.
    const queued = newUnits(2);
    const late = lane.submit(queued);

    expect(kindsOf(await sent)).toEqual(["unknown", "unknown", "unknown"]);
    expect(kindsOf(await late)).toEqual(["busy", "busy"]);
    back.open();
    await expect
      .poll(() => refsOf(second.flat()).map((ref) => lane.port.done.get(ref)))
      .toEqual([1, 1, 1]);
    expect(queued.flatMap(refsOf).filter((ref) => lane.port.done.has(ref))).toEqual([]);
    await expectNothingWaiting(lane);
  });

  it("that was told is still found out by a lane, so that the next batch has its turn", async () => {
    const lane = openLane({ pauseMs: longerThanPatience });
    lane.port.next.push(...Array.from({ length: 5 }, () => ({ fails: databaseError() })));
    const units = newUnits(2);

    expect(kindsOf(await lane.submit(units))).toEqual(["unknown", "unknown"]);
    await expect.poll(() => lane.port.sent.length).toBe(6);
    expectDoneOnce(lane, units.flatMap(refsOf));
    expect(kindsOf(await lane.submit(newUnits(1)))).toEqual(["replies"]);
  });

  it("is not asked for any more when nobody waits and nothing outlives its request", async () => {
    const lane = openLane({ pauseMs: longerThanPatience, isTireless: false });
    lane.port.always = () => ({ fails: databaseError() });

    expect(kindsOf(await lane.submit(newUnits(2)))).toEqual(["unknown", "unknown"]);
    const { length } = lane.port.sent;
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(lane.port.sent).toHaveLength(length);
    await expectNothingWaiting(lane);
  });

  it("is told to both halves of a batch that the database left in the middle of", async () => {
    const lane = openLane({ pauseMs: longerThanPatience });
    lane.port.next.push({ fails: databaseError("XX000") });
    const gone = { isOver: false };
    lane.port.always = () => (gone.isOver ? undefined : { fails: databaseError() });
    const units = newUnits(4);

    expect(kindsOf(await lane.submit(units))).toEqual(units.map(() => "unknown"));
    gone.isOver = true;
    await expect
      .poll(() => refsOf(units.flat()).every((ref) => lane.port.done.has(ref)))
      .toBe(true);
  });
});

describe("a fault of ours", () => {
  it.each([[1], [2], [9], [500]])(
    "fails the one unit of %i that has it, and no other",
    async (count) => {
      const lane = openLane();
      const units = newUnits(count);
      const at = Math.floor(count / 3);
      const [poison = ""] = refsOf(units[at] ?? []);
      lane.port.always = (commands) =>
        refsOf(commands).includes(poison) ? { fails: databaseError("XX000") } : undefined;
      const answers = await lane.submit(units);

      expect(answers[at]).toEqual({ kind: "failed", state: "XX000" });
      expect(answers.filter(({ kind }) => kind === "replies")).toHaveLength(count - 1);
      expectDoneOnce(
        lane,
        refsOf(units.flat()).filter((ref) => ref !== poison),
      );
      expect(lane.port.done.has(poison)).toBe(false);
      await expectNothingWaiting(lane);
    },
  );

  it("in an answer that cannot be read is no proof that nothing was done", async () => {
    const lane = openLane();
    const units = newUnits(4);
    const [odd = ""] = refsOf(units[2] ?? []);
    lane.port.always = (commands) =>
      refsOf(commands).includes(odd)
        ? { fails: new Error("3 replies to 4 commands."), isDone: true }
        : undefined;

    expect(kindsOf(await lane.submit(units))).toEqual(["replies", "replies", "unknown", "replies"]);
    expectDoneOnce(lane, refsOf(units.flat()));
  });

  it("after an attempt of which nothing is known is no proof of it either", async () => {
    const lane = openLane();
    lane.port.next.push({ fails: databaseError(), isDone: true });
    lane.port.always = () => ({ fails: databaseError("XX000") });

    expect(kindsOf(await lane.submit(newUnits(1)))).toEqual(["unknown"]);
  });
});

describe("a batch that is too much for the database", () => {
  it.each([
    ["57014", databaseError("57014")],
    ["25P04", databaseError("25P04")],
    ["55P03", databaseError("55P03")],
    [
      "the proxy's own",
      databaseError("08P01", "Query cancelled, runtime exceeded. SQL queries..."),
    ],
  ])("in time, told by %s, is split after the second try", async (_name, fails) => {
    const lane = openLane();
    lane.port.always = (commands) => (commands.length > 3 ? { fails } : undefined);
    const units = newUnits(8);

    expect(kindsOf(await lane.submit(units))).toEqual(units.map(() => "replies"));
    expect(lane.port.sent.map((commands) => commands.length)).toEqual([
      8, 8, 4, 4, 2, 2, 4, 4, 2, 2,
    ]);
    expect(lane.port.sent.filter(({ length }) => length === 2).flat()).toEqual(units.flat());
  });

  it("in bytes is split at once, and one that is too large alone is refused", async () => {
    const lane = openLane();
    const units = [...newUnits(3), newChain(6)];
    const fails = databaseError(undefined, "Server error (HTTP status 413): too large");
    lane.port.always = (commands) => (commands.length > 4 ? { fails } : undefined);

    expect(kindsOf(await lane.submit(units))).toEqual(["replies", "replies", "replies", "failed"]);
    await expectNothingWaiting(lane);
  });

  it("leaves a unit that is too slow alone unknown, and goes on with the others", async () => {
    const lane = openLane();
    const units = newUnits(3);
    const [slow = ""] = refsOf(units[0] ?? []);
    lane.port.always = (commands) =>
      refsOf(commands).includes(slow) ? { fails: databaseError("57014") } : undefined;

    expect(kindsOf(await lane.submit(units))).toEqual(["unknown", "replies", "replies"]);
    await expectNothingWaiting(lane);
  });
});
