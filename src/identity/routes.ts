import { createRoutes, type RouteVariables } from "../platform/routes.ts";
import { addAuthRoutes } from "./auth-routes.ts";
import { addKeyRoutes } from "./key-routes.ts";
import { addProfileRoutes } from "./profile-routes.ts";
import { addRoleRoutes } from "./role-routes.ts";
import { addContactRoutes, addFactorRoutes, addSecurityRoutes } from "./security-routes.ts";
import type { IdentityService } from "./service.ts";

/** What these routes need from the request. */
export type IdentityEnv = { Variables: RouteVariables & { identity: IdentityService } };

const login = addSecurityRoutes(addAuthRoutes(createRoutes<IdentityEnv>()));
const account = addContactRoutes(addFactorRoutes(login));

export const identityRoutes = addProfileRoutes(addRoleRoutes(addKeyRoutes(account)));
