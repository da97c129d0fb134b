// `npm run deploy`: builds the pages and deploys the Worker with them. Arguments go on to `wrangler deploy`.
import { spawnSync } from "node:child_process";
import { tellOf } from "../dev/fault.ts";
import { buildWebAssets } from "../dev/web-assets.ts";
import { root, runTool } from "./run.ts";

const options = process.argv.slice(2);

process.exitCode = await deploy().catch((error: unknown) => {
  console.error(tellOf(error));
  return 1;
});

async function deploy(): Promise<number> {
  // A dry run bundles and checks the configuration, and needs no account.
  if (!options.includes("--dry-run") && !isLoggedIn()) {
    console.error(
      "Wrangler does not know your Cloudflare account, so nothing was deployed.\n" +
        "Log in with: npm exec wrangler -- login\n" +
        "Without a browser, set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID instead.",
    );
    return 1;
  }
  await buildWebAssets(root);
  // An environment that the person names wins; production is what everybody means.
  const isNamed = options.some((option) => /^(-e|--env)(=|$)/.test(option));
  return runTool("wrangler", ["deploy", ...(isNamed ? [] : ["-e", "production"]), ...options]);
}

/** Asked before the pages are built, so that a minute is not spent on what cannot be sent. */
function isLoggedIn(): boolean {
  const { status } = spawnSync("wrangler", ["whoami", "--json"], { cwd: root, stdio: "ignore" });
  return status === 0;
}
