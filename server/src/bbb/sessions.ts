import * as z from 'zod/mini';

/** What is stored of a person whom a program sent, beside the ids. */
export const SessionDetails = z.object({
  /** As the room shows it. */
  name: z.string(),
  /** As the program said it. */
  said: z.string(),
  role: z.enum(['MODERATOR', 'VIEWER']),
  guest: z.boolean(),
  avatar: z.string(),
  leaveTo: z.string(),
  custom: z.record(z.string(), z.string()),
  isWaiting: z.boolean(),
});
export type SessionDetails = z.infer<typeof SessionDetails>;

/** The details of a stored session; undefined for a person whom no program sent. */
export function detailsOf({ details }: { readonly details: string }): SessionDetails | undefined {
  return SessionDetails.safeParse(JSON.parse(details)).data;
}
