import type { Locator, Page } from 'playwright';
import encodeQR from 'qr';
import decodeQR from 'qr/decode.js';

/** A picture of what is on the screen, as a file. */
export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export async function pictureOf(shown: Locator): Promise<Picture> {
  return { name: 'code.png', mimeType: 'image/png', buffer: await shown.screenshot() };
}

/** A picture of a QR code that no host made. */
export function pictureSaying(text: string): Picture {
  return { name: 'code.gif', mimeType: 'image/gif', buffer: Buffer.from(encodeQR(text, 'gif', { scale: 4 })) };
}

/** What a QR code that is on the screen says, read from a picture of it. */
export async function scanned(page: Page, code: Locator): Promise<string> {
  const picture = (await code.screenshot()).toString('base64');
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    return { width: bitmap.width, height: bitmap.height, data: Array.from(pixels) };
  }, picture);
  return decodeQR({ width, height, data: Uint8Array.from(data) });
}

/** Drops a picture on a part of the page, or pastes it there, as people do from other programs. */
export async function give(part: Locator, { name, mimeType, buffer }: Picture, how: 'drop' | 'paste'): Promise<void> {
  await part.evaluate(
    (element, { base64, fileName, type, way }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], fileName, { type }));
      const said = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        way === 'drop'
          ? new DragEvent('drop', { ...said, dataTransfer: data })
          : new ClipboardEvent('paste', { ...said, clipboardData: data }),
      );
    },
    { base64: buffer.toString('base64'), fileName: name, type: mimeType, way: how },
  );
}
