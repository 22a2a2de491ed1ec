import { z } from 'zod';
import { DEFAULT_PORT } from './version.ts';

/** What the app keeps in `settings.json`. A field that cannot be read falls back to its default. */
export const hostingSettings = z.object({
  on: z.boolean().default(false),
  name: z.string().max(256).default(''),
  port: z.int().min(1).max(65_535).default(DEFAULT_PORT),
  /** Empty means the app's own folder. */
  dataDir: z.string().max(4_096).default(''),
  guests: z.boolean().default(false),
  advertise: z.boolean().default(true),
});
export type HostingSettings = z.infer<typeof hostingSettings>;

export const settings = z.object({
  hosting: hostingSettings.default(hostingSettings.parse({})),
  browse: z.boolean().default(true),
});
export type Settings = z.infer<typeof settings>;
