import * as z from 'zod/mini';

const data = z._default(z.unknown(), {});
const Request = z.object({ request: z.literal(true), id: z.number(), method: z.string(), data });
const Response = z.object({ response: z.literal(true), id: z.number(), ok: z.literal(true), data });
const Refusal = z.object({
  response: z.literal(true),
  id: z.number(),
  ok: z.optional(z.literal(false)),
  errorCode: z.optional(z.union([z.number(), z.string()])),
  errorReason: z.optional(z.string()),
});
const Notification = z.object({ notification: z.literal(true), method: z.string(), data });
const Frame = z.union([Request, Response, Refusal, Notification]);
type Frame = z.infer<typeof Frame>;

/** Parses one text frame of protoo's protocol; undefined when it is malformed. */
export function parseFrame(text: string): Frame | undefined {
  try {
    return Frame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The id of a refused request without parsing it, as protoo's client writes it; undefined for any other frame. */
export function requestIdOf(text: string): number | undefined {
  const id = /^\{"request":true,"id":(\d{1,15}),/.exec(text)?.[1];
  return id === undefined ? undefined : Number(id);
}
