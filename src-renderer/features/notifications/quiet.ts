import type { App } from '../../lib/app.svelte.ts';

/** Is one not to be disturbed: by what is settled here, or as another of one's devices has told the host shown? */
export function isUndisturbed(app: App): boolean {
  return app.settings.notifications.quiet || (app.host?.online === true && app.host.me?.state === 'busy');
}

/** Tells every host that can be reached, for others to see and for one's other devices. @throws Refusal */
export async function tellQuiet(app: App, on: boolean): Promise<void> {
  const others = app.hosts.list.filter(({ online, me }) => online && (me?.state === 'busy') !== on);
  await Promise.all(others.map(({ session }) => session.own.busy(on)));
}

/** One is not to be disturbed, or may be again: here, and on every host. @throws Refusal */
export async function setQuiet(app: App, on: boolean): Promise<void> {
  await app.configure({ notifications: { quiet: on } });
  await tellQuiet(app, on);
}
