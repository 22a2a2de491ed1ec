import { m } from '../../src-shared/messages/messages.js';
import { ENGINE_PORT_MESSAGE, type DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { App, type Desktop } from './app.svelte.ts';
import { browserClock } from './clock.ts';
import type { Early } from './early.ts';
import { Engine } from './engine.svelte.ts';
import { readInvite } from './getting-in.ts';
import { Hosts, type Target } from './hosts.svelte.ts';
import { IdleWatch, watchUse } from './idle.ts';
import { browserIdentity, desktopIdentity, type OwnIdentity } from './identity.ts';
import { Keep } from './keep.ts';
import { copyStorage } from './copy-storage.ts';
import { betweenKeys } from './frames.ts';
import { onScreen } from './on-screen.ts';
import { outboxStorage } from './outbox-storage.ts';
import { sessionUrl, socketTransport } from './socket-transport.ts';
import { browserStore } from './stored.ts';
import { settingsProblemWords } from './words.ts';

/** Milliseconds that the window waits at most for what was kept of the last run. */
const RESTORE_MS = 300;

function connectDesktop(api: DesktopApi, person: string, onEngine: () => void): Desktop {
  const engine = new Engine(person, onEngine);
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    const port = event.ports[0];
    const ours = event.source === window || event.source === null;
    if (!ours || typeof data !== 'object' || data === null || !port) return;
    if ('type' in data && data.type === ENGINE_PORT_MESSAGE) engine.attach(port);
  });
  return { api, engine };
}

/** Puts the window together: in the desktop app over its engine, in a guest's browser over its own sockets. */
export async function startApp(early: Early): Promise<App> {
  const keep = new Keep(browserStore());
  const copy = copyStorage();
  const own: OwnIdentity = window.parley
    ? await desktopIdentity(window.parley.key, keep, early.key)
    : await browserIdentity(keep);
  const desktop = window.parley
    ? connectDesktop(window.parley, own.identity.key, () => {
        hosts.networkUp();
      })
    : null;
  const hosts: Hosts = new Hosts({
    keep,
    transport: desktop?.engine.transport ?? socketTransport,
    identity: own.identity,
    outbox: outboxStorage(),
    copy,
    clock: browserClock,
    schedule: betweenKeys,
  });
  const home = desktop ? null : homeOf(location);
  // A link to this very page, opened in this tab, changes but what is behind the `#`.
  if (home) addEventListener('hashchange', reloadForLink);
  const app = new App({ keep, hosts, desktop, home });
  app.own = own;
  app.linkWords = takeLinkWords();
  const preferences = app.preferences.load(early.settings).catch(reportError);
  if (own.kept === 'nowhere') app.problem = m.settings_key_locked;
  if (desktop) void learn(app, desktop);
  watchWindow(app);
  watchIdle(app);
  // Drawn once, as one likes it and with the room in it, unless the disk is slow.
  await Promise.all([preferences, home ? null : patiently(app.resume())]);
  return app;
}

/** What the first picture does without: the rest of what was kept, and then the engine, through which hosts are reached. */
export async function afterPicture({ hosts, desktop, home }: App): Promise<void> {
  await onScreen();
  if (!home) await patiently(hosts.restore());
  await desktop?.api.connectEngine();
}

function patiently(restored: Promise<void>): Promise<unknown> {
  return Promise.race([restored, new Promise((done) => setTimeout(done, RESTORE_MS))]);
}

/** Words of another device that a scanned code brought; they leave the address bar at once. */
function takeLinkWords(): string {
  const words = /^#link=([a-z-]{1,200})$/.exec(location.hash)?.[1] ?? '';
  if (words !== '') history.replaceState(null, '', location.pathname + location.search);
  return words.replaceAll('-', ' ');
}

/** The host that served this page, with the invite its link may have brought. */
function homeOf(page: Location): Target {
  const { invite } = readInvite(page.href) ?? {};
  return { url: sessionUrl(page), address: page.host, ...(invite === undefined ? {} : { invite }) };
}

function reloadForLink(): void {
  if (/^#(?:invite|link)=/.test(location.hash)) location.reload();
}

async function learn(app: App, { api }: Desktop): Promise<void> {
  api.onSettingsProblem((problem) => {
    app.problem = () => settingsProblemWords(problem);
  });
  app.info = await api.info();
  if (app.name === '') app.name = app.info.username;
}

/** A device that is not used for a while is told to the hosts. */
function watchIdle({ hosts, desktop }: App): void {
  const watch = new IdleWatch({
    now: () => performance.now(),
    later: (ms, run) => void setTimeout(run, ms),
    system: async () => (desktop ? 1_000 * (await desktop.api.idleSeconds()) : null),
    told: (idle) => {
      hosts.idle(idle);
    },
  });
  watchUse(watch);
}

function watchWindow(app: App): void {
  const look = (): void => {
    app.attended = document.visibilityState === 'visible' && document.hasFocus();
  };
  look();
  for (const type of ['focus', 'blur']) addEventListener(type, look);
  document.addEventListener('visibilitychange', () => {
    look();
    if (document.visibilityState === 'visible') app.hosts.networkUp();
  });
  addEventListener('pagehide', () => {
    app.hosts.leaving();
  });
  addEventListener('online', () => {
    app.hosts.networkUp();
  });
}
