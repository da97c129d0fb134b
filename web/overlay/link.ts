/** What the address of an overlay says: which one it is, and the token that opens it. */
export type OverlayLink = { readonly overlayRef: string; readonly token: string };

/** The token stands behind the #. Some encoders cut that off; for them it may stand behind a question mark. */
export function linkOf(address: Location): OverlayLink | null {
  const overlayRef = /^\/overlay\/([0-9A-Z]{26})\/?$/.exec(address.pathname)?.[1];
  const token =
    new URLSearchParams(address.hash.slice(1)).get("k") ??
    new URLSearchParams(address.search).get("k");
  return overlayRef && token ? { overlayRef, token } : null;
}
