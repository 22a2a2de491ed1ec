import { z } from 'zod';
import { hue } from './ids.ts';
import { STATUS_MINUTES_MAX } from './limits.ts';

/**
 * `me.set`: what a person tells of themselves; what is left out stays as it is. `idle` is this connection's alone: who is
 * idle on all their devices is away. The rest holds for the person on every device.
 */
export const meSet = z.object({
  type: z.literal('me.set'),
  idle: z.boolean().optional(),
  /** Does not want to be disturbed. */
  busy: z.boolean().optional(),
  /** What they are at, for so many minutes or until they change it; an empty text takes it away. */
  status: z.object({ text: z.string(), minutes: z.int().min(1).max(STATUS_MINUTES_MAX).optional() }).optional(),
  /** May others see how far they have read? */
  receipts: z.boolean().optional(),
  /** The colour they want to be shown in, in degrees; null leaves the choice to whoever shows them. */
  hue: hue.nullable().optional(),
});
