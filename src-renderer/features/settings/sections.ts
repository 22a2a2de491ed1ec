/** The parts of the settings, in the order in which they are offered. */
export const SECTIONS = [
  { name: 'profile', label: 'Profile', everywhere: true },
  { name: 'appearance', label: 'Appearance', everywhere: true },
  { name: 'notifications', label: 'Notifications', everywhere: true },
  { name: 'hosting', label: 'Hosting', everywhere: false },
  { name: 'window', label: 'Start and close', everywhere: false },
  { name: 'privacy', label: 'Privacy', everywhere: true },
  { name: 'data', label: 'Data', everywhere: true },
] as const satisfies readonly { name: string; label: string; everywhere: boolean }[];

export type SectionName = (typeof SECTIONS)[number]['name'];

/** Those that mean something here: in a browser there is nothing to host with. */
export function sectionsFor(desktop: boolean): readonly (typeof SECTIONS)[number][] {
  return SECTIONS.filter(({ everywhere }) => everywhere || desktop);
}
