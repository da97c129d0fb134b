import type { ProviderName } from "./charge.ts";
import { paymentProblem } from "./errors.ts";
import type { PaymentProvider, PaymentProviders } from "./payment-provider.ts";

/** The provider of a name, if this deployment has it. */
export function providerOf(providers: PaymentProviders, name: ProviderName): PaymentProvider {
  const provider = providers.get(name);
  if (!provider) {
    throw paymentProblem("provider_not_available", `${name} is not set up here.`, {
      provider: name,
      available: [...providers.keys()],
    });
  }
  return provider;
}
