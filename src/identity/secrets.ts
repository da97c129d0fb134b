/** What this module knows and its database does not. Each is a secret of the Worker, 32 characters or more. */
export type IdentitySecrets = {
  /** Mixed into passwords and one-time codes before they are hashed: a stolen table alone cannot be searched. */
  readonly pepper: string;
  /** What the pepper was before, the newest first: what was hashed with one is believed until it is hashed anew. */
  readonly oldPeppers: readonly string[];
  /** Encrypts what has to be read again: private signing keys and the secrets of authenticator apps. */
  readonly keyEncryptionKey: string;
  /** What the successors of refresh tokens are derived with. */
  readonly tokenSecret: string;
};

/** The secrets as the configuration names them. */
export function identitySecretsOf(config: {
  readonly IDENTITY_PEPPER: string;
  readonly IDENTITY_KEK: string;
  readonly IDENTITY_TOKEN_SECRET: string;
}): IdentitySecrets {
  const [pepper = "", ...oldPeppers] = peppersOf(config.IDENTITY_PEPPER);
  return {
    pepper,
    oldPeppers,
    keyEncryptionKey: config.IDENTITY_KEK,
    tokenSecret: config.IDENTITY_TOKEN_SECRET,
  };
}

/** The peppers that one secret holds, separated by commas: today's, and after a rotation those before, the newest first. */
export function peppersOf(list: string): string[] {
  return list.split(",").map((pepper) => pepper.trim());
}
