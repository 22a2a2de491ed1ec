/** A JPEG file as far as a header goes: of this size, and with so many bytes after it. */
export function jpegOf({ width = 96, height = 96, bytes = 400, frame = 0xc0, seed = 0 } = {}): Uint8Array<ArrayBuffer> {
  const head = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2];
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const start = [...head, 0xff, frame, 0, 17, 8, ...size, 3, ...new Array<number>(9).fill(1), 0xff, 0xda, 0, 2, seed];
  const file = new Uint8Array(Math.max(bytes, start.length + 2));
  file.set(start);
  file.set([0xff, 0xd9], file.length - 2);
  return file;
}

/** Files that are no picture of the one kind and size, whatever they call themselves. */
export const noPictures: Record<string, Uint8Array> = {
  nothing: new Uint8Array(),
  text: new TextEncoder().encode('not a picture at all'),
  SVG: new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="hit=1"></svg>'),
  PNG: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(40)]),
  'too wide': jpegOf({ width: 65_535 }),
  'too high': jpegOf({ height: 65_535 }),
  'too small': jpegOf({ width: 1, height: 1 }),
  'too many bytes': jpegOf({ bytes: 16 * 1024 + 1 }),
  'of a rare kind': jpegOf({ frame: 0xc9 }),
  'without an end': jpegOf().slice(0, -1),
  'a script behind a picture': new Uint8Array([...jpegOf(), ...new TextEncoder().encode('<script>')]),
  'a header that leads nowhere': new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xd9]),
};
