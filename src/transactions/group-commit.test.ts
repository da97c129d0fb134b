import { describe, expect, it } from "vitest";
import {
  databaseError,
  kindsOf,
  type LanePort,
  newChain,
  newCommand,
  newUnits,
  openGate,
  openLanePort,
  refsOf,
} from "../../test/support/lane-port.ts";
import { createGroupCommit, type GroupCommit, maxWaitingCommands } from "./group-commit.ts";

type Lane = GroupCommit & { readonly port: LanePort; readonly reported: string[] };

/** A lane before a port that fails as written down, with a clock that only its own pauses move on. */
function openLane({ isTireless = true, pauseMs = 0 } = {}): Lane {
  const port = openLanePort();
  const reported: string[] = [];
  let now = 1_000_000;
  const group = createGroupCommit({
    apply: port.apply,
    now: () => now,
    sleep: async (ms) => {
      now += ms + pauseMs;
      await new Promise((resolve) => setImmediate(resolve));
    },
    report: (_event, fields) => reported.push(String(fields.kind)),
    isTireless,
  });
  return { ...group, port, reported };
}

/** A pause after which whoever waited has waited too long. */
const longerThanPatience = 11_000;

/** Nothing is counted as waiting any more: exactly as much as a lane ever takes is taken. */
async function expectNothingWaiting({ submit, port }: Lane): Promise<void> {
  port.always = () => undefined;
  const answers = await submit(newUnits(maxWaitingCommands));
  expect(answers.filter(({ kind }) => kind !== "replies")).toEqual([]);
}

function expectDoneOnce({ port }: Lane, refs: readonly string[]): void {
  expect(refs.map((ref) => port.done.get(ref))).toEqual(refs.map(() => 1));
}

describe("a batch that is on its way", () => {
  it("gathers behind it what arrives, and sends that as one, in order", async () => {
    const lane = openLane();
    const gate = openGate();
    lane.port.next.push({ until: gate.until });
    const units = newUnits(40);
    const answers = units.map((unit) => lane.submit([unit]));
    gate.open();
    await Promise.all(answers);

    expect(lane.port.sent.map((commands) => commands.length)).toEqual([1, 39]);
    expect(lane.port.sent.flat()).toEqual(units.flat());
  });

  it("answers each unit with its own replies, a chain with all of its own", async () => {
    const lane = openLane();
    const units = [...newUnits(2), newChain(3), ...newUnits(1)];
    const answers = await lane.submit(units);

    expect(
      answers.map((answer) =>
        answer.kind === "replies" ? answer.replies.map((reply) => reply.transaction_ref) : [],
      ),
    ).toEqual(units.map(refsOf));
  });

  it("answers nothing at once when it is given nothing", async () => {
    const lane = openLane();
    expect(await lane.submit([])).toEqual([]);
    expect(lane.port.sent).toEqual([]);
  });
});

describe("a conflict with another batch", () => {
  it.each(["23505", "40P01", "40001", "55P03"])(
    "of %s is met by sending the same again",
    async (code) => {
      const lane = openLane();
      lane.port.next.push({ fails: databaseError(code) }, { fails: databaseError(code) });
      const units = newUnits(3);

      expect(kindsOf(await lane.submit(units))).toEqual(["replies", "replies", "replies"]);
      expect(lane.port.sent).toEqual([units.flat(), units.flat(), units.flat()]);
      await expectNothingWaiting(lane);
    },
  );

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

describe("a chain", () => {
  it("travels whole, however often its batch is split", async () => {
    const lane = openLane();
    const chains = Array.from({ length: 9 }, (_item, index) => newChain(index + 2));
    const [poison = ""] = refsOf(chains[5] ?? []);
    lane.port.always = (commands) =>
      refsOf(commands).includes(poison) ? { fails: databaseError("XX000") } : undefined;

    expect(kindsOf(await lane.submit(chains))).toEqual(
      chains.map((_chain, index) => (index === 5 ? "failed" : "replies")),
    );
    for (const chain of chains.map(refsOf)) {
      for (const commands of lane.port.sent.map(refsOf)) {
        expect([0, chain.length]).toContain(chain.filter((ref) => commands.includes(ref)).length);
      }
    }
  });

  it("is never taken for another sender's chain of the same name", async () => {
    const lane = openLane();
    await lane.submit([newChain(2, "pay"), newChain(3, "pay"), [newCommand()]]);

    const names = lane.port.sent.flat().map(({ chain }) => chain);
    expect(new Set(names.slice(0, 2)).size).toBe(1);
    expect(new Set(names.slice(2, 5)).size).toBe(1);
    expect(new Set(names).size).toBe(3);
    expect(names[5]).toBeUndefined();
  });
});

describe("the bound of a lane", () => {
  it("answers busy at once, and does nothing of what was refused", async () => {
    const lane = openLane();
    const gate = openGate();
    lane.port.next.push({ until: gate.until });
    const taken = lane.submit(newUnits(maxWaitingCommands - 2));
    const refused = newChain(3);
    const fitting = newUnits(2);
    const more = newUnits(1);
    const [tooMuch] = await lane.submit([refused]);
    const inTime = lane.submit(fitting);
    const [tooLate] = await lane.submit(more);

    expect([tooMuch?.kind, tooLate?.kind]).toEqual(["busy", "busy"]);
    gate.open();
    expect(new Set(kindsOf([...(await taken), ...(await inTime)]))).toEqual(new Set(["replies"]));
    expect(
      [...refsOf(refused), ...more.flatMap(refsOf)].some((ref) => lane.port.done.has(ref)),
    ).toBe(false);
    await expectNothingWaiting(lane);
  });
});
