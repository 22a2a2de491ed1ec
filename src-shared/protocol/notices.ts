import { z } from 'zod';

/** What the system is asked to show. One with the tag of another takes its place. */
export const notice = z.object({
  tag: z.string().min(1).max(200),
  title: z.string().max(300),
  body: z.string().max(1_000),
  /** What stands in the field for an answer, where the system has one. */
  reply: z.string().max(200),
});
export type Notice = z.infer<typeof notice>;
