import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopApi, ENGINE_PORT_MESSAGE } from '../src-shared/protocol/desktop.ts';
import type { MainCall, PageMessage } from './shell/channels.ts';

function call<C extends keyof MainCall>(
  channel: C,
  ...args: Parameters<MainCall[C]>
): Promise<ReturnType<MainCall[C]>> {
  return ipcRenderer.invoke(channel, ...args) as Promise<ReturnType<MainCall[C]>>;
}

function hear<M extends keyof PageMessage>(
  channel: M,
  listener: (message: PageMessage[M], ports: MessagePort[]) => void,
): () => void {
  const heard = (event: Electron.IpcRendererEvent, message: PageMessage[M]): void => listener(message, event.ports);
  ipcRenderer.on(channel, heard);
  return () => ipcRenderer.off(channel, heard);
}

// Only its type is imported: a value would bring all the schemas beside it into every page's preload script.
const portMessage: typeof ENGINE_PORT_MESSAGE = 'parley-engine';

// A port cannot cross the context bridge; posted to the page's own window it arrives in the page's world.
hear('engine/port', (_message, ports) => window.postMessage({ type: portMessage }, location.origin, ports));

const api: DesktopApi = {
  settings: {
    get: () => call('settings/get'),
    set: (patch) => call('settings/set', patch),
    onChange: (listener) => hear('settings/changed', listener),
  },
  key: {
    open: (earlier) => call('key/open', earlier),
    sign: (text) => call('key/sign', text),
    seal: (secret) => call('key/seal', secret),
    adopt: (secret, sealed) => call('key/adopt', secret, sealed),
  },
  data: {
    info: () => call('data/info'),
    show: () => call('data/show'),
  },
  saving: {
    begin: (name) => call('save/begin', name),
    write: (file, piece) => call('save/write', file, piece),
    anew: (file) => call('save/anew', file),
    finish: (file) => call('save/finish', file),
    cancel: (file) => call('save/cancel', file),
    show: () => call('save/show'),
  },
  chooseFolder: () => call('dialog/choose-folder'),
  openLink: (url) => call('link/open', url),
  notices: {
    show: (notice) => call('notice/show', notice),
    clear: (tag) => call('notice/clear', tag),
    onPress: (listener) => hear('notice/pressed', listener),
    onReply: (listener) => hear('notice/replied', ({ tag, text }) => listener(tag, text)),
  },
  setUnread: (count) => call('unread/set', count),
  wantCamera: (wanted) => call('camera/want', wanted),
  copy: (text) => call('clipboard/write', text),
  info: () => call('app/info'),
  idleSeconds: () => call('power/idle'),
  connectEngine: () => call('engine/connect'),
  onLink: (listener) => {
    const take = (): void => {
      call('link/take')
        .then((links) => links.forEach((link) => listener(link)))
        .catch(reportError);
    };
    // One may have started the app.
    take();
    return hear('link/arrived', take);
  },
  onSettingsProblem: (listener) => {
    // What went wrong before the page was there is asked for, what goes wrong later is told.
    call('settings/problem')
      .then((problem) => {
        if (problem !== null) listener(problem);
      })
      .catch(reportError);
    return hear('settings/problem', listener);
  },
};

contextBridge.exposeInMainWorld('parley', api);
