import type pg from "pg";
import { withOwner } from "./connection.ts";
import { refusal } from "./refusal.ts";
import { appRole } from "./rights.ts";

const passwordCharactersAtLeast = 32;

/** Gives the application role a login and password; the URL for the Worker is made of it. */
export async function grantAppLogin(ownerUrl: string, password: string): Promise<void> {
  if (password.length < passwordCharactersAtLeast) {
    throw refusal(
      `The password for ${appRole} is too short: use at least ${passwordCharactersAtLeast} random characters.`,
    );
  }
  await withOwner(ownerUrl, async (client) => {
    const { rows } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [appRole]);
    if (rows.length === 0) {
      throw refusal(`The role ${appRole} does not exist yet: run npm run migrate -- up first.`);
    }
    await refuseForeignRole(client);
    // In clear, because Neon refuses a password that was hashed before.
    await client.query(`ALTER ROLE ${appRole} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  });
}

async function refuseForeignRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ owned: boolean; owner: string }>(
    `SELECT pg_has_role($1, 'MEMBER WITH ADMIN OPTION') OR rolsuper AS owned, rolname AS owner
       FROM pg_roles WHERE rolname = current_user`,
    [appRole],
  );
  const role = rows[0];
  if (role === undefined || role.owned) return;
  throw refusal(
    `${role.owner} did not create ${appRole} and may not change it: let the role that did say GRANT ${appRole} TO ${role.owner} WITH ADMIN OPTION.`,
  );
}
