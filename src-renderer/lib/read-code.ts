import { Refusal } from '../../src-shared/protocol/errors.ts';

/** Bytes of a file that is looked at: of any camera's. */
const FILE_MAX = 30_000_000;
/** Pixels of a picture that is unpacked: a small file may claim to be a wall. */
const PIXELS_MAX = 100_000_000;
/** Pixels of the longer side in which the code is looked for; looking takes about a tenth of a second at the most. */
const SIDE_MAX = 2_048;
/** Milliseconds to try once more where the code is blurred. */
const PATIENCE_MS = 60;

/** How large a picture is, from what its file begins with, without unpacking it. */
async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    await new Promise((done, failed) => {
      image.onload = done;
      image.onerror = failed;
      image.src = url;
    });
    return { width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The picture, made small enough to be looked at. @throws Refusal `picture-invalid` */
async function pixelsOf(file: Blob): Promise<ImageData> {
  const size = file.size > FILE_MAX ? null : await sizeOf(file).catch(() => null);
  if (!size || size.width * size.height > PIXELS_MAX) throw new Refusal('picture-invalid');
  const scale = Math.min(1, SIDE_MAX / Math.max(size.width, size.height));
  const smaller = (side: number): number => Math.max(1, Math.round(side * scale));
  const small = await createImageBitmap(file, {
    resizeWidth: smaller(size.width),
    resizeHeight: smaller(size.height),
    resizeQuality: 'high',
  }).catch(() => null);
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!small || !drawing) throw new Refusal('picture-invalid');
  [canvas.width, canvas.height] = [small.width, small.height];
  // What is seen through stands on white.
  drawing.fillStyle = '#fff';
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(small, 0, 0);
  small.close();
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}

/** Pixels of the longer side of what a camera sees, in turns: a slow device has no time for more, and large codes need no more. */
const SIDES = [800, 400];

/** What the QR code says that a camera sees just now; null while it sees none. @param turn the how manieth look this is */
export async function codeSeen(video: HTMLVideoElement, turn: number): Promise<string | null> {
  const { decodeQR } = await import('qr/decode.js');
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const scale = Math.min(1, (SIDES[turn % SIDES.length] ?? 400) / Math.max(videoWidth, videoHeight));
  const canvas = new OffscreenCanvas(Math.round(videoWidth * scale), Math.round(videoHeight * scale));
  const drawing = canvas.getContext('2d', { willReadFrequently: true });
  if (!drawing) return null;
  drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(drawing.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: PATIENCE_MS });
  } catch {
    // What reads codes throws where there is none, and most of what a camera sees is none.
    return null;
  }
}

/**
 * What the QR code in a picture says. What reads it is loaded only now.
 * @throws Refusal `picture-invalid`, `code-missing`
 */
export async function readCode(picture: Blob): Promise<string> {
  const [pixels, { decodeQR }] = await Promise.all([pixelsOf(picture), import('qr/decode.js')]);
  try {
    return decodeQR(pixels, { timeLimit: PATIENCE_MS });
  } catch (cause) {
    throw new Refusal('code-missing', undefined, { cause });
  }
}
