import type { Page } from 'playwright';
import type { FoundHost, FromRenderer, HostingStatus } from '../../src-shared/protocol/bridge.ts';
import type { DesktopApi } from '../../src-shared/protocol/desktop.ts';
import { settings, type Settings, type SettingsProblem } from '../../src-shared/protocol/settings.ts';
import type { Link, LinkHandlers } from '../../src-shared/session/ports.ts';
import { engineTransport } from './engine-transport.ts';
import { newIdentity, wsTransport } from './people.ts';

/** What the stand-in for the desktop app hears of and does. */
export interface DesktopScript {
  found?: FoundHost[];
  /** What a connection to a URL with this in it is answered with. */
  failures?: Record<string, { code: string; message: string }>;
  /** What switching hosting on leads to. */
  hosting?: HostingStatus;
}

interface Stage {
  post(message: unknown): void;
  link(link: string): void;
  settingsProblem(problem: SettingsProblem): void;
  opened: string[];
}

/** Runs in the page, before it. */
function install({ script: { found = [], hosting }, usual }: { script: DesktopScript; usual: Settings }): void {
  const settings = structuredClone(usual);
  const key = window as unknown as { keyOpen: DesktopApi['key']['open']; keySign: DesktopApi['key']['sign'] };
  const { toEngine } = window as unknown as { toEngine: (message: FromRenderer) => void };
  let port: MessagePort | null = null;
  const unheard = (): void => undefined;
  const stage: Stage = {
    post: (message) => port?.postMessage(message),
    link: unheard,
    settingsProblem: unheard,
    opened: [],
  };

  const parley: DesktopApi = {
    settings: {
      get: () => Promise.resolve(structuredClone(settings)),
      set: (patch) => {
        for (const name of ['hosting', 'notifications', 'window', 'appearance'] as const)
          Object.assign(settings[name], patch[name]);
        settings.browse = patch.browse ?? settings.browse;
        if (patch.hosting?.on !== undefined)
          stage.post({ type: 'hosting', status: patch.hosting.on && hosting ? hosting : { state: 'off' } });
        return Promise.resolve(structuredClone(settings));
      },
      onChange: () => () => undefined,
    },
    key: {
      open: (earlier) => key.keyOpen(earlier),
      sign: (text) => key.keySign(text),
      seal: () => Promise.reject(new Error('not in this stand-in')),
      adopt: () => Promise.reject(new Error('not in this stand-in')),
    },
    data: {
      info: () => Promise.resolve({ path: '/home/ada/.config/Parley', bytes: 12_345_678 }),
      show: () => Promise.resolve(),
    },
    saving: {
      begin: () => Promise.resolve(null),
      write: () => Promise.resolve(null),
      anew: () => Promise.resolve(null),
      finish: () => Promise.resolve(null),
      cancel: () => Promise.resolve(),
      show: () => Promise.resolve(),
    },
    chooseFolder: () => Promise.resolve('/somewhere/else'),
    openLink: (url) => {
      stage.opened.push(url);
      return Promise.resolve();
    },
    notices: {
      show: () => Promise.resolve(),
      clear: () => Promise.resolve(),
      onPress: () => () => undefined,
      onReply: () => () => undefined,
    },
    setUnread: () => Promise.resolve(),
    wantCamera: () => Promise.resolve(),
    copy: () => Promise.resolve(),
    idleSeconds: () => Promise.resolve(0),
    info: () =>
      Promise.resolve({ version: '0.0.0', platform: 'linux', hostname: 'workbench', username: 'Ada Lovelace' }),
    onLink: (listener) => {
      stage.link = listener;
      return unheard;
    },
    onSettingsProblem: (listener) => {
      stage.settingsProblem = listener;
      return unheard;
    },
    connectEngine() {
      const channel = new MessageChannel();
      port = channel.port1;
      port.onmessage = ({ data }: MessageEvent<FromRenderer>) => {
        toEngine(data);
      };
      window.postMessage({ type: 'parley-engine' }, '*', [channel.port2]);
      stage.post({ type: 'hosting', status: { state: 'off' } });
      stage.post({ type: 'discovery', hosts: found, failure: null });
      return Promise.resolve();
    },
  };
  Object.assign(window, { parley, stage });
}

/**
 * Makes a page take itself for the desktop app's window. Its engine's sockets are real ones, opened from here: a page
 * may not open any to a host other than its own.
 */
export async function pretendDesktop(page: Page, script: DesktopScript): Promise<void> {
  const links = new Map<number, Link>();
  let last = Promise.resolve();
  const say = (message: unknown): void => {
    // One after the other, and nothing more once the page is gone.
    last = last.then(() => engineSays(page, message)).catch(() => undefined);
  };
  await page.exposeFunction('toEngine', (message: FromRenderer) => {
    if (message.type === 'person') return;
    const { connection } = message;
    if (message.type === 'frame') links.get(connection)?.send(message.text);
    else if (message.type === 'close') links.get(connection)?.close();
    else {
      const failure = Object.entries(script.failures ?? {}).find(([at]) => message.url.includes(at))?.[1];
      if (failure) say({ type: 'closed', connection, failure });
      else links.set(connection, openFor(say, message));
    }
  });
  const own = newIdentity();
  await page.exposeFunction('keyOpen', () => ({ key: own.key, kept: 'file' }));
  await page.exposeFunction('keySign', (text: string) => own.sign(text));
  await page.addInitScript(install, { script, usual: settings.parse({}) });
}

/** Encrypted ones are the engine's own. */
function openFor(
  say: (message: unknown) => void,
  { connection, url, pin }: Extract<FromRenderer, { type: 'open' }>,
): Link {
  const transport = url.startsWith('parley:') ? engineTransport : wsTransport;
  const handlers: LinkHandlers = {
    opened: (fingerprint) => {
      say({ type: 'opened', connection, fingerprint });
    },
    frame: (text) => {
      say({ type: 'frame', connection, text });
    },
    closed: (failure) => {
      say({ type: 'closed', connection, failure });
    },
  };
  return transport.open(url, handlers, pin ?? undefined);
}

/** Has the stand-in's engine say something. */
export async function engineSays(page: Page, message: unknown): Promise<void> {
  await page.evaluate((said) => {
    (window as unknown as { stage: Stage }).stage.post(said);
  }, message);
}

/** Has the stand-in's shell bring a link from outside. */
export async function linkComes(page: Page, link: string): Promise<void> {
  await page.evaluate((text) => {
    (window as unknown as { stage: Stage }).stage.link(text);
  }, link);
}

/** Has the stand-in's shell tell that the settings could not be read or kept. */
export async function settingsFail(page: Page, problem: SettingsProblem): Promise<void> {
  await page.evaluate((said) => {
    (window as unknown as { stage: Stage }).stage.settingsProblem(said);
  }, problem);
}

export function foundHost(id: string, name: string, url: string): FoundHost {
  return { id, name, url, fingerprint: '', version: '1', address: new URL(url).host, own: false };
}
