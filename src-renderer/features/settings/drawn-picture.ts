import { checkPicture, PICTURE_BYTES, PICTURE_SIDE, toBase64 } from '../../../src-shared/domain/picture.ts';
import { Refusal } from '../../../src-shared/protocol/errors.ts';

/** Bytes of a file that is looked at: of any camera's, and little enough to be decoded at once. */
const FILE_MAX = 30_000_000;

function encoded(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  return new Promise((done) => {
    canvas.toBlob(done, 'image/jpeg', quality);
  });
}

/**
 * The middle of a picture file, drawn anew as small as it is shown: of the file itself nothing goes to anyone, neither
 * where it was taken nor when. In base64. @throws Refusal `picture-invalid`
 */
export async function drawnPicture(file: Blob): Promise<string> {
  if (file.size > FILE_MAX) throw new Refusal('picture-invalid');
  const image = await createImageBitmap(file).catch(() => null);
  const canvas = document.createElement('canvas');
  const drawing = canvas.getContext('2d');
  if (!image || !drawing) throw new Refusal('picture-invalid');
  canvas.width = PICTURE_SIDE;
  canvas.height = PICTURE_SIDE;
  // What is seen through stands on white.
  drawing.fillStyle = '#fff';
  drawing.fillRect(0, 0, PICTURE_SIDE, PICTURE_SIDE);
  drawing.imageSmoothingQuality = 'high';
  const side = Math.min(image.width, image.height);
  const [x, y] = [(image.width - side) / 2, (image.height - side) / 2];
  drawing.drawImage(image, x, y, side, side, 0, 0, PICTURE_SIDE, PICTURE_SIDE);
  image.close();
  for (const quality of [0.9, 0.7, 0.4]) {
    const blob = await encoded(canvas, quality);
    if (!blob || blob.size > PICTURE_BYTES) continue;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    checkPicture(bytes);
    return toBase64(bytes);
  }
  throw new Refusal('picture-invalid');
}
