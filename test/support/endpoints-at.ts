import { allEndpoints } from "../../src/meta.ts";
import type { EndpointSpec } from "../../src/platform/endpoint.ts";

/** Everything that an address may mean: a word in it can also be taken for a ref. */
export function endpointsAt(path: string): EndpointSpec[] {
  return allEndpoints.filter((spec) => {
    const pattern = spec.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+");
    return new RegExp(`^${pattern}$`).test(path);
  });
}
