import { platformProblem } from "./errors.ts";

/** The strong ETag of a resource that counts its changes. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

const etagPattern = /^"([1-9]\d{0,14})"$/;

/** The version that If-Match names; null for `*`, which accepts whatever is there. */
export function expectedVersionOf(ifMatch: string | undefined): string | null {
  if (ifMatch === undefined) {
    throw platformProblem(
      "precondition_required",
      "Send If-Match with the ETag of the version that this change was made for.",
    );
  }
  if (ifMatch.trim() === "*") return null;
  // An ETag that we never gave out matches no version; version 0 is one that nothing ever has.
  return etagPattern.exec(ifMatch.trim())?.[1] ?? "0";
}
