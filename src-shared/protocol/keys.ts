import { z } from 'zod';
import { memberId, publicKey } from './ids.ts';
import { shownName } from './shown.ts';

/** People whose keys are asked for at a time. */
export const KEYS_MAX = 200;

/** `keys`: what signatures of these people are checked with. Whom the host does not know is left out. */
export const keys = z.object({ type: z.literal('keys'), members: z.array(memberId).min(1).max(KEYS_MAX) });

/** Someone by number, present name and key; guests have no key. */
export const keyHolder = z.object({ id: memberId, name: shownName, key: publicKey.nullable() });
export type KeyHolder = z.infer<typeof keyHolder>;
export const memberKeys = z.object({ keys: z.array(keyHolder).max(KEYS_MAX) });
