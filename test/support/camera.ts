import type { Page } from 'playwright';
import { pictureSaying } from './qr.ts';

interface Pretended {
  /** What is held before the camera. */
  held: ImageBitmap | null;
  /** What is recorded now, or was last. */
  track: MediaStreamTrack | null;
}

/**
 * Gives the page a camera of the test's own, whose pictures go the way of a camera's: not every Chromium that tests run in
 * can play a film as one. The first times it fails, with errors of these names.
 */
export async function pretendCamera(page: Page, errors: readonly string[]): Promise<void> {
  await page.evaluate((names) => {
    const left = [...names];
    const camera: Pretended = { held: null, track: null };
    Object.assign(window, { camera });
    navigator.mediaDevices.getUserMedia = () => {
      const name = left.shift();
      if (name !== undefined) return Promise.reject(new DOMException('', name));
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      const drawing = canvas.getContext('2d');
      const stream = canvas.captureStream();
      const [track = null] = stream.getTracks();
      camera.track = track;
      const timer = setInterval(() => {
        if (track?.readyState === 'ended') clearInterval(timer);
        drawing?.fillRect(0, 0, canvas.width, canvas.height);
        if (camera.held) drawing?.drawImage(camera.held, 120, 40, 400, 400);
      }, 50);
      return Promise.resolve(stream);
    };
  }, errors);
}

/** Holds a QR code before the camera. */
export async function holdCode(page: Page, text: string): Promise<void> {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const { camera } = window as unknown as { camera: Pretended };
    camera.held = await createImageBitmap(new Blob([bytes]));
  }, pictureSaying(text).buffer.toString('base64'));
}

/** Whether it records: `live` or `ended`. */
export function cameraState(page: Page): Promise<string | undefined> {
  return page.evaluate(() => (window as unknown as { camera: Pretended }).camera.track?.readyState);
}
