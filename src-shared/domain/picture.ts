import { sha256 } from '@noble/hashes/sha2.js';
import { Refusal } from '../protocol/errors.ts';

/** Units along each side of a person's picture, and its bytes at most. */
export const PICTURE_SIDE = 96;
export const PICTURE_BYTES = 16 * 1024;

/** Markers of JPEG (ITU T.81, table B.1). */
const FIRST = 0xd8;
const LAST = 0xd9;
const SCAN = 0xda;
/** A frame coded by Huffman: baseline, extended or progressive. Browsers make the first, and read no others. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);

/** The size that the header of a JPEG file tells, before anything of it is decoded; null if it is no such file. */
function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 2;
  if (end < 4 || view.getUint16(0) !== 0xff00 + FIRST || view.getUint16(end) !== 0xff00 + LAST) return null;
  for (let at = 2; at + 9 <= end; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === SCAN) return null;
    if (FRAMES.has(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
  }
  return null;
}

/**
 * A person's picture: a JPEG file, the one kind that every browser makes and that neither moves nor runs, of just the one
 * size. Hosts hold people to it, and clients hosts. @throws Refusal `picture-invalid`
 */
export function checkPicture(bytes: Uint8Array): void {
  const size = bytes.length > PICTURE_BYTES ? null : sizeOf(bytes);
  if (size?.width !== PICTURE_SIDE || size.height !== PICTURE_SIDE) throw new Refusal('picture-invalid');
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws Refusal `picture-invalid` */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Refusal('picture-invalid');
  }
}

/** What a picture is asked for by: 16 bytes of its SHA-256, in base64url. */
export function pictureName(bytes: Uint8Array): string {
  return toBase64(sha256(bytes).slice(0, 16)).replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}
