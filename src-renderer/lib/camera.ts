import { Refusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';

/** Why there are no pictures, by the name of the browser's error; anything else is a camera that does not start. */
const CODES: Partial<Record<string, RefusalCode>> = {
  NotFoundError: 'camera-missing',
  OverconstrainedError: 'camera-missing',
  NotAllowedError: 'camera-refused',
  SecurityError: 'camera-refused',
};

/** Browsers give their pages a camera only where nobody on the way could have changed them. */
export function cameraAllowed(): boolean {
  return isSecureContext && 'mediaDevices' in navigator;
}

/** Starts the camera, on a phone the one at its back. @throws Refusal `camera-missing`, `camera-refused`, `camera-busy` */
export async function startCamera(): Promise<MediaStream> {
  await window.parley?.wantCamera(true);
  try {
    const video = { facingMode: 'environment', width: { ideal: 1_280 }, height: { ideal: 720 } };
    return await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch (cause) {
    void window.parley?.wantCamera(false);
    throw new Refusal(CODES[(cause as Error).name] ?? 'camera-busy', undefined, { cause });
  }
}

/** Its light goes out. */
export function stopCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
  void window.parley?.wantCamera(false);
}
