import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

type Executable = { readonly path: string; readonly env: Readonly<Record<string, string>> };

// Where Chrome and Chromium put themselves on Linux and macOS.
const usualPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const remedy =
  "Install Chrome or Chromium, or set SAKU_BROWSER to the path of one that is installed elsewhere.";

const unpackedParent = join(import.meta.dirname, "../../.saku/chromium");

/** Opens a headless Chromium for the tests of pages. Whoever opens it closes it. */
export async function openBrowser(): Promise<Browser> {
  const { path, env } = await findBrowser();
  // Chromium refuses to start its sandbox as root; everybody else keeps it.
  const isRoot = process.getuid?.() === 0;
  try {
    return await chromium.launch({
      executablePath: path,
      // A browser source of OBS may be heard without anybody's touch, and so may these.
      args: ["--autoplay-policy=no-user-gesture-required", ...(isRoot ? ["--no-sandbox"] : [])],
      chromiumSandbox: !isRoot,
      env: { ...environment(), ...env },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The browser ${path} did not start. ${remedy}\n${reason}`, { cause: error });
  }
}

async function findBrowser(): Promise<Executable> {
  const chosen = process.env.SAKU_BROWSER;
  if (chosen) {
    if (existsSync(chosen)) return { path: chosen, env: {} };
    throw new Error(`SAKU_BROWSER is ${chosen}, and there is no such file. ${remedy}`);
  }

  const installed = usualPaths.find((path) => existsSync(path));
  if (installed) return { path: installed, env: {} };

  // The package from npm holds one build: Linux on x64.
  if (process.platform === "linux" && process.arch === "x64") return unpackBrowser();

  throw new Error(`No browser was found on this machine. ${remedy}`);
}

async function unpackBrowser(): Promise<Executable> {
  const entrance = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packageFolder = join(dirname(entrance), "..");
  const { version } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  const folder = join(unpackedParent, String(version));
  if (!existsSync(folder)) await unpackInto(folder, packageFolder);

  const path = join(folder, "chromium");
  const env: Record<string, string> = {};
  // A bare container has neither NSS nor fonts. Where the system has its own, those fit it better.
  if (await lacksLibraries(path)) env.LD_LIBRARY_PATH = join(folder, "al2023/lib");
  if (!existsSync("/etc/fonts/fonts.conf")) env.FONTCONFIG_PATH = join(folder, "fonts");
  return { path, env };
}

/**
 * The package itself unpacks to a fixed name in the system's temporary folder and takes whatever it
 * finds there, which fails when another user or an interrupted run left it. A folder of our own that
 * gets its name when it is complete has neither fault.
 */
async function unpackInto(folder: string, packageFolder: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  await mkdir(unpackedParent, { recursive: true });
  const unfinished = await mkdtemp(join(unpackedParent, "unfinished-"));
  const systemTemporary = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    for (const archive of ["chromium.br", "fonts.tar.br", "al2023.tar.br"]) {
      await inflate(join(packageFolder, "bin", archive));
    }
    await writeFile(join(unfinished, "fonts/fonts.conf"), fontsConfigOf(folder));
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Two test files may unpack at once; the one that finished first did the work for both.
    if (!existsSync(folder)) throw error;
  } finally {
    if (systemTemporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = systemTemporary;
  }
}

// The one in the package points at folders of AWS Lambda.
function fontsConfigOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;
}

async function lacksLibraries(path: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)("ldd", [path]);
    return stdout.includes("not found");
  } catch {
    // Without ldd there is no telling, and the bundled libraries are the ones known to fit.
    return true;
  }
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
