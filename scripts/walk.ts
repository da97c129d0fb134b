// `npm run walk`: brings a stack up, goes through every page as its people do, and keeps pictures of what they saw.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createJournal } from "../dev/journal.ts";
import { launch, type Running, stopAll } from "../dev/launcher.ts";
import { freePort } from "../dev/ports.ts";
import { createProgress } from "../dev/progress.ts";
import { prepareStateFolder, secretsOf } from "../dev/state.ts";
import { openStopSignal } from "../dev/stop-signal.ts";
import { makeThrowawayFolder } from "../dev/throwaway.ts";
import { openBrowser } from "../test/support/browser.ts";
import { type Option, optionsOrExit } from "./options.ts";
import { root } from "./run.ts";
import { createCamera } from "./walk/camera.ts";
import { stations } from "./walk/stations.ts";

const out: Option<string | null> = {
  word: "FOLDER",
  meaning: "where the pictures go; otherwise a new folder, which is printed",
  otherwise: null,
  read: (text) => (text === "" ? undefined : resolve(text)),
  expected: "a folder",
};
const given = optionsOrExit(
  "walk",
  "Walks through every page in a real browser, and keeps pictures of them.",
  { out },
);
const folder = given.out ?? mkdtempSync(join(tmpdir(), "saku-pictures-"));
mkdirSync(folder, { recursive: true });

const stateFolder = makeThrowawayFolder("walk");
const running: Running = {};
const { signal: stopping } = openStopSignal(() => process.exit(1));
let complaints: readonly string[] = [];
try {
  prepareStateFolder(stateFolder);
  const { workerUrl = "" } = await launch(
    {
      root,
      settings: {
        port: { name: "the site", port: await freePort(), isAsked: true },
        sandboxPort: { name: "the payment provider", port: await freePort(), isAsked: true },
        ...{ stateFolder, isFresh: false, isHelp: false },
      },
      progress: createProgress(process.stdout),
      journal: createJournal(stateFolder),
      stopping,
    },
    running,
  );
  const { operatorKey } = secretsOf(stateFolder);
  const camera = createCamera({ browser: await openBrowser(), url: workerUrl, folder, stopping });
  try {
    for (const station of stations) await station({ url: workerUrl, operatorKey }, camera);
  } finally {
    await camera.close();
  }
  complaints = camera.complaints();
  console.log(`${camera.count()} pictures are in ${folder}`);
} finally {
  await stopAll(running, stateFolder);
  rmSync(stateFolder, { recursive: true, force: true });
}
for (const complaint of complaints) console.error(`A page complained: ${complaint}`);
process.exit(complaints.length === 0 ? 0 : 1);
