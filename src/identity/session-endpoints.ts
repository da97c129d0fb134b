import { z } from "zod";
import { endpoint } from "../platform/endpoint.ts";
import { refSchema } from "../platform/ids.ts";
import { pageSchema } from "../platform/list.ts";
import { authTag } from "./auth-endpoints.ts";
import { endedSessionSchema } from "./end-session.ts";
import { sessionSchema } from "./list-sessions.ts";

const tag = authTag;

export const listSessionsEndpoint = endpoint({
  method: "get",
  path: "/v1/auth/sessions",
  operationId: "listSessions",
  tag,
  scope: "account:read",
  summary: "List sessions",
  description:
    "The sessions that stand, the one that was used last first: ten at most, so it is one page.",
  query: z.strictObject({
    user_ref: refSchema.optional().meta({
      description: "Whose; your own if left out. Only those who see everybody see others'.",
    }),
  }),
  replies: { 200: { description: "The sessions.", body: pageSchema(sessionSchema) } },
  problems: ["session_required"],
});

export const endSessionEndpoint = endpoint({
  method: "delete",
  path: "/v1/auth/sessions/{ref}",
  operationId: "endSession",
  tag,
  scope: "account:write",
  summary: "End a session",
  description:
    "Ends it with all of its tokens. Another than the one that asks is ended for somebody who proved within five " +
    "minutes who they are, and by those who act for everybody, save those of somebody who may do more.",
  params: z.object({ ref: refSchema }),
  body: z.strictObject({}),
  replies: { 200: { description: "The session has ended.", body: endedSessionSchema } },
  problems: ["session_not_found", "session_required", "step_up_required", "user_may_more"],
});
