import { m } from '../../../src-shared/messages/messages.js';

/** The parts of the settings, in the order in which they are offered. */
export const SECTIONS = [
  { name: 'profile', label: m.settings_profile, everywhere: true },
  { name: 'appearance', label: m.settings_appearance, everywhere: true },
  { name: 'notifications', label: m.settings_notifications, everywhere: true },
  { name: 'hosting', label: m.common_hosting, everywhere: false },
  { name: 'window', label: m.settings_window, everywhere: false },
  { name: 'privacy', label: m.settings_privacy, everywhere: true },
  { name: 'data', label: m.settings_data, everywhere: true },
] as const satisfies readonly { name: string; label: () => string; everywhere: boolean }[];

export type SectionName = (typeof SECTIONS)[number]['name'];

/** Those that mean something here: in a browser there is nothing to host with. */
export function sectionsFor(desktop: boolean): readonly (typeof SECTIONS)[number][] {
  return SECTIONS.filter(({ everywhere }) => everywhere || desktop);
}
