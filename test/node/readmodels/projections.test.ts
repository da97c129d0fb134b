import { expect, it } from "vitest";
import { openTestBank } from "../../support/bank.ts";
import {
  consume,
  consumeAnyhow,
  makeTraffic,
  projectedPicture,
  sentEvents,
  truePicture,
} from "../../support/read-models.ts";

it("shows what the ledger and the orchestrator say, however often and in whatever order it was told", async () => {
  const bank = await openTestBank();
  await makeTraffic(bank);
  const events = await sentEvents(bank);
  await consumeAnyhow(bank, events);

  const truth = await truePicture(bank);
  expect(truth.facts?.length).toBeGreaterThan(20);
  expect(await projectedPicture(bank)).toEqual(truth);
  await consume(bank, events);
  expect(await projectedPicture(bank)).toEqual(truth);
});
