import { expect, it } from "vitest";
import { consumeBatch, type EventBatch } from "./consume-batch.ts";
import { openDatabase } from "./database.ts";

// Nobody listens there, as when the database is away.
const database = openDatabase("postgres://saku:saku@localhost/saku", "http://127.0.0.1:9/sql");
const group = {
  name: "probe",
  queue: "saku-probe",
  aggregateTypes: "all",
  consume: "probe.consume",
} as const;

it("asks the queue to come again later, with a longer pause after each attempt, and does not throw", async () => {
  const answers: unknown[] = [];
  const reports: unknown[] = [];
  const batch = (attempts: number): EventBatch => ({
    messages: [
      { body: "{}", attempts: 1 },
      { body: "{}\n{}", attempts },
    ],
    ackAll: () => void answers.push("ack"),
    retryAll: (options) => void answers.push(options),
  });
  const report = (event: string, fields: Readonly<Record<string, unknown>>) =>
    void reports.push({ event, ...fields });
  for (const attempts of [1, 4, 30]) {
    await consumeBatch({ database, report }, group, batch(attempts));
  }
  expect(answers).toEqual([{ delaySeconds: 1 }, { delaySeconds: 8 }, { delaySeconds: 600 }]);
  expect(reports).toMatchObject([
    { event: "events_delayed", group: "probe", attempts: 1 },
    { event: "events_delayed", group: "probe", attempts: 4 },
    { event: "events_delayed", group: "probe", attempts: 30 },
  ]);
});
