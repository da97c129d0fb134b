/** What the address of an overlay says: which one it is, and the token that opens it. */
export type OverlayLink = { readonly overlayRef: string; readonly token: string };

/** The token stands behind the # and nowhere else: what stands before it is kept in the logs of every server on the way. */
export function linkOf(address: Location): OverlayLink | null {
  const overlayRef = /^\/overlay\/([0-9A-Z]{26})\/?$/.exec(address.pathname)?.[1];
  const token = new URLSearchParams(address.hash.slice(1)).get("k");
  return overlayRef && token ? { overlayRef, token } : null;
}
