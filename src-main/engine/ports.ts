import type { FromEngine } from '../../src-shared/protocol/bridge.ts';

/** One end of a message channel to a page; the other end may vanish at any time. */
export interface Port {
  post(message: FromEngine): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** As much of Electron's MessagePortMain as is used here; this file must run without Electron. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** As much of Electron's `process.parentPort` as is used here. */
export interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: ElectronPort[] }) => void): unknown;
}

/** Electron's port as a `Port`. Messages sent before `onMessage` is called wait for it. */
export function fromElectron(port: ElectronPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}
