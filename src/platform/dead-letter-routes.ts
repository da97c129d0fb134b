import { deadLetterSchema } from "./dead-letter.ts";
import {
  dropDeadLetterEndpoint,
  getDeadLetterEndpoint,
  getEventStatusEndpoint,
  listDeadLettersEndpoint,
  replayDeadLetterEndpoint,
} from "./dead-letter-endpoints.ts";
import type { EventService } from "./event-service.ts";
import { exportFormatOf, streamExport } from "./export.ts";
import { maxPageSize } from "./list.ts";
import { createRoutes, type RouteVariables, reply, replyWritten } from "./routes.ts";

type EventsEnv = { Variables: RouteVariables & { events: EventService } };

export const eventRoutes = createRoutes<EventsEnv>()
  .on(getEventStatusEndpoint, async (c) =>
    reply(getEventStatusEndpoint, 200, await c.var.events.status()),
  )
  .on(listDeadLettersEndpoint, async (c, { query }) => {
    const { limit, cursor, ...filters } = query;
    const format = exportFormatOf(c.req.header("accept"));
    if (format) {
      const readPage = (after: string | null) =>
        c.var.events.listDeadLetters({ filters, limit: maxPageSize, cursor: after ?? cursor });
      return streamExport(format, Object.keys(deadLetterSchema.shape), readPage, "dead-letters");
    }
    const page = await c.var.events.listDeadLetters({ filters, limit, cursor });
    const body = { data: [...page.rows], next_cursor: page.nextCursor };
    return reply(listDeadLettersEndpoint, 200, body);
  })
  .on(getDeadLetterEndpoint, async (c, { params }) =>
    reply(getDeadLetterEndpoint, 200, await c.var.events.getDeadLetter(params.ref)),
  )
  .on(replayDeadLetterEndpoint, async (c, { caller, write, params }) => {
    const input = { write, deadLetterRef: params.ref, decision: "REPLAY" } as const;
    const written = await c.var.events.settleDeadLetter(caller, input);
    return replyWritten(replayDeadLetterEndpoint, 200, written);
  })
  .on(dropDeadLetterEndpoint, async (c, { caller, write, params }) => {
    const input = { write, deadLetterRef: params.ref, decision: "DROP" } as const;
    const written = await c.var.events.settleDeadLetter(caller, input);
    return replyWritten(dropDeadLetterEndpoint, 200, written);
  });
