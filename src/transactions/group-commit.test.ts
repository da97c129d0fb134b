import { describe, expect, it } from "vitest";
import { expectNothingWaiting, openLane } from "../../test/support/lane.ts";
import {
  databaseError,
  kindsOf,
  newChain,
  newCommand,
  newUnits,
  openGate,
  refsOf,
} from "../../test/support/lane-port.ts";
import { maxWaitingCommands } from "./group-commit.ts";
import { readReply } from "./lane-answer.ts";

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
        answer.kind === "replies"
          ? answer.replies.map((reply) => readReply(reply).transaction_ref)
          : [],
      ),
    ).toEqual(units.map(refsOf));
  });

  it("answers nothing at once when it is given nothing", async () => {
    const lane = openLane();
    expect(await lane.submit([])).toEqual([]);
    expect(lane.port.sent).toEqual([]);
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

it("gives whoever sends again what is on its way the same answer, and counts it once", async () => {
  const lane = openLane();
  const gate = openGate();
  lane.port.next.push({ until: gate.until });
  const [unit = [], ...others] = newUnits(maxWaitingCommands);
  const first = lane.submit([unit]);
  const rest = lane.submit(others);
  const again = lane.submit([unit]);
  gate.open();
  expect(await again).toEqual(await first);
  expect(kindsOf(await again)).toEqual(["replies"]);
  expect(new Set(kindsOf(await rest))).toEqual(new Set(["replies"]));
  expect(
    lane.port.sent.flat().filter((command) => refsOf(unit).includes(command.transaction_ref)),
  ).toHaveLength(1);
  await expectNothingWaiting(lane);
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

  it("counts letters too, so that few commands with long words do not fill an object", async () => {
    const lane = openLane();
    const gate = openGate();
    lane.port.next.push({ until: gate.until });
    const description = "x".repeat(1_000_000);
    const long = Array.from({ length: 15 }, () => [newCommand({ description })]);
    const taken = lane.submit(long);
    const answers = await lane.submit([[newCommand({ description })]]);
    expect(kindsOf(answers)).toEqual(["busy"]);
    gate.open();
    expect(new Set(kindsOf(await taken))).toEqual(new Set(["replies"]));
    expect(Math.max(...lane.port.sent.map((commands) => commands.length))).toBe(1);
    await expectNothingWaiting(lane);
  });
});
