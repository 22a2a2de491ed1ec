import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { encodeFrames } from '../../../../src-main/host/frames.ts';

/** The parser inside ws; its types leave it out. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable };

/** What a client built on ws reads from these bytes, in the pieces they come in. */
function received(bytes: Buffer, piece = bytes.length): Promise<string[]> {
  const texts: string[] = [];
  const receiver = new Receiver({ isServer: false });
  receiver.on('message', (data: Buffer, binary: boolean) => {
    texts.push(binary ? 'binary' : data.toString('utf8'));
  });
  return new Promise((resolve, reject) => {
    receiver.on('error', reject);
    receiver.on('finish', () => {
      resolve(texts);
    });
    for (let at = 0; at < bytes.length; at += piece) receiver.write(bytes.subarray(at, at + piece));
    receiver.end();
  });
}

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 300_000])('a text of %i bytes is one frame', async (length) => {
  const text = 'x'.repeat(length);
  expect(await received(encodeFrames([text]))).toEqual([text]);
});

test.each([125, 126, 65_535, 65_536])('lengths are counted in bytes, not characters, around %i', async (length) => {
  const text = `é漢🦜${'é'.repeat(Math.floor((length - 9) / 2))}`;
  expect(await received(encodeFrames([text]))).toEqual([text]);
});

test('several texts are as many frames in one buffer, however it is cut up on its way', async () => {
  const texts = ['', 'a', 'x'.repeat(126), '🦜'.repeat(20_000), 'last'];
  for (const piece of [1_000_000, 1_000, 7]) expect(await received(encodeFrames(texts), piece)).toEqual(texts);
});

test('no texts are no bytes', () => {
  expect(encodeFrames([])).toHaveLength(0);
});

test('any well-formed texts arrive as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 8 }), async (texts) => {
      expect(await received(encodeFrames(texts))).toEqual(texts);
    }),
  );
});
