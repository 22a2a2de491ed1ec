import { z } from 'zod';
import { hostingStatus } from '../../src-shared/protocol/bridge.ts';
import { settings } from '../../src-shared/protocol/settings.ts';

/** What main says to the engine. A `port` message carries a MessagePort to a page. */
export const toEngine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('configure'),
    settings,
    /** The app's own folder; a host without a data folder keeps its data below it. */
    userData: z.string().min(1),
    /** Folder of the built web client, for browser guests. */
    uiDir: z.string().min(1),
  }),
  z.object({ type: z.literal('port') }),
  z.object({ type: z.literal('shutdown') }),
]);
export type ToEngine = z.infer<typeof toEngine>;
export type Configuration = Extract<ToEngine, { type: 'configure' }>;

/** What the engine says to main. */
export const toMain = z.object({ type: z.literal('hosting'), status: hostingStatus });
export type ToMain = z.infer<typeof toMain>;
