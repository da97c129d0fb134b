import { bytesOf, isLoopbackAddress, isPublicAddress } from "./is-public-address.ts";

// Names that never lead to the public internet, by RFC 6761, RFC 6762 and RFC 9476.
const privateNames =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|onion|invalid|test)$/;

// Labels between single dots, of which the last is no number: whatever else a URL lets through, resolvers read differently.
const publicName = /^(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/;

export type UrlRules = {
  /** Whether receivers on this machine are told too: only where one develops. */
  readonly allowsLoopback: boolean;
};

/** What is wrong with an address that something should be sent to, as far as the address itself tells; null for nothing. */
export function urlFault(text: string, { allowsLoopback }: UrlRules): string | null {
  if (!URL.canParse(text)) return "This is no URL.";
  const url = new URL(text);
  const host = hostOf(url);
  if (url.username !== "" || url.password !== "") {
    return "Credentials do not belong in a URL, because URLs are shown and logged.";
  }
  if (url.hash !== "") return "A fragment is never sent; leave it out.";
  if (allowsLoopback && isLoopback(host)) {
    return ["https:", "http:"].includes(url.protocol) ? null : "Expected an http or https URL.";
  }
  if (url.protocol !== "https:") return "Expected an https URL.";
  if (bytesOf(host) !== null) {
    return isPublicAddress(host) ? null : "This address is not on the public internet.";
  }
  const name = host.replace(/\.$/, "");
  if (!publicName.test(name) || privateNames.test(name)) {
    return "This name is not one of the public internet.";
  }
  return null;
}

/** The host without the brackets that a URL puts around an address of version 6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host);
}
