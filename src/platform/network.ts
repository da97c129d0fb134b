// A subscriber is given a /64 of IPv6 and may call from any of its 2^64 addresses.
const subscriberGroups = 4;
const allGroups = 8;

/**
 * The part of the network that one subscriber has, as limits count it: an address of IPv4, or a /64 of IPv6. What is no
 * address stays as it is.
 */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const mapped = /^(?:0*:)*:?(?:0+:)*ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  const groups = groupsOf(ip).slice(0, subscriberGroups);
  return `${groups.map((group) => Number.parseInt(group || "0", 16).toString(16)).join(":")}::/64`;
}

/** All eight groups, also those that are left out between two colons. */
function groupsOf(ip: string): string[] {
  const [head = "", tail] = ip.split("::");
  const first = head === "" ? [] : head.split(":");
  if (tail === undefined) return first;
  const last = tail === "" ? [] : tail.split(":");
  const left = Math.max(0, allGroups - first.length - last.length);
  return [...first, ...Array.from({ length: left }, () => "0"), ...last];
}
