import { z } from 'zod';
import { roomId } from './ids.ts';
import { DEFAULT_PORT } from './version.ts';

/**
 * What a person has settled, in the app's `settings.json` or in a guest's browser. Every field has a default, to which it
 * falls back if it cannot be read. What only this window needs to remember is in the renderer's `keep.ts`.
 */
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

/** What one is told of in a room: everything, what calls upon one, or nothing. */
export const notifyLevel = z.enum(['all', 'mentions', 'none']);
export type NotifyLevel = z.infer<typeof notifyLevel>;

/** Rooms that may have a level of their own, and words that may be listened for. */
const LEVELS_MAX = 2_000;
export const KEYWORDS_MAX = 50;
export const KEYWORD_MAX = 64;

/** A time of day in minutes since midnight. */
const minuteOfDay = z.int().min(0).max(1_439);

export const notificationSettings = z.object({
  on: z.boolean().default(true),
  /** For rooms without a level of their own. What is for nobody else counts as a mention. */
  level: notifyLevel.default('mentions'),
  rooms: z
    .record(roomId, notifyLevel)
    .refine((rooms) => Object.keys(rooms).length <= LEVELS_MAX)
    .default({}),
  keywords: z.array(z.string().trim().min(1).max(KEYWORD_MAX)).max(KEYWORDS_MAX).default([]),
  /** Do not disturb: until it is switched off, and every day between two times. */
  quiet: z.boolean().default(false),
  quietHours: z.boolean().default(false),
  quietFrom: minuteOfDay.default(22 * 60),
  quietTo: minuteOfDay.default(7 * 60),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

/** Languages the app speaks: those of messages/*.json. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const;

/** Sizes of text in pixels; every other size follows from it. */
export const TEXT_SIZE = { min: 12, usual: 15, max: 22 } as const;

/** How the window looks and speaks. */
export const appearanceSettings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** More contrast, also where the system does not ask for it. */
  contrast: z.boolean().default(false),
  textSize: z.int().min(TEXT_SIZE.min).max(TEXT_SIZE.max).default(TEXT_SIZE.usual),
  /** One line for a message, without pictures of people. */
  compact: z.boolean().default(false),
  language: z.enum(['system', ...LANGUAGES]).default('system'),
});
export type AppearanceSettings = z.infer<typeof appearanceSettings>;

/** The app among the computer's others. */
export const windowSettings = z.object({
  /** What closing the window does; the first time one is asked. */
  onClose: z.enum(['ask', 'tray', 'quit']).default('ask'),
  startAtLogIn: z.boolean().default(false),
});
export type WindowSettings = z.infer<typeof windowSettings>;

export const settings = z.object({
  hosting: hostingSettings.default(hostingSettings.parse({})),
  browse: z.boolean().default(true),
  notifications: notificationSettings.default(notificationSettings.parse({})),
  window: windowSettings.default(windowSettings.parse({})),
  appearance: appearanceSettings.default(appearanceSettings.parse({})),
});
export type Settings = z.infer<typeof settings>;

type Unwrapped<F> = F extends z.ZodDefault<infer Inner> ? Inner : never;

/** The same fields without their defaults, each of which may be left out: a default would overwrite what a change leaves out. */
function changeOf<S extends Record<string, z.ZodDefault>>(
  section: z.ZodObject<S>,
): z.ZodObject<{ [K in keyof S]: z.ZodOptional<Unwrapped<S[K]>> }> {
  const fields = Object.entries(section.shape).map(([name, field]) => [name, z.optional(field.unwrap())] as const);
  return z.object(Object.fromEntries(fields)) as never;
}

/** A change of the settings: what is left out, or undefined, stays as it is. */
export const settingsPatch = z.object({
  hosting: changeOf(hostingSettings).optional(),
  browse: z.boolean().optional(),
  notifications: changeOf(notificationSettings).optional(),
  window: changeOf(windowSettings).optional(),
  appearance: changeOf(appearanceSettings).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** What went wrong with the settings file: it could not be read and was kept aside, or it could not be written. */
export type SettingsProblem = { kind: 'unreadable'; kept: string | null } | { kind: 'unwritable'; path: string };
