/* eslint-disable @typescript-eslint/no-deprecated -- what takes their place is not in every Electron this runs on */
import { safeStorage } from 'electron';
import type { Sealer } from './key-safe.ts';

/** Linux without a key store: what `safeStorage` does then is hiding, not sealing. */
const NONE: ReadonlySet<string> = new Set(['basic_text', 'unknown']);

/** The operating system's key store. After the app is ready. */
export const sealer: Sealer = {
  available: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || !NONE.has(safeStorage.getSelectedStorageBackend())),
  seal: (text) => safeStorage.encryptString(text),
  open: (sealed) => safeStorage.decryptString(sealed),
};
