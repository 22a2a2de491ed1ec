import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPicture, fromBase64, pictureName, toBase64 } from '../../../../src-shared/domain/picture.ts';
import { jpegOf, noPictures } from '../../../support/pictures.ts';

test('a picture is a JPEG file of the one size, as browsers make it', () => {
  for (const frame of [0xc0, 0xc1, 0xc2]) expect(() => checkPicture(jpegOf({ frame }))).not.toThrow();
  expect(() => checkPicture(jpegOf({ bytes: 16 * 1024 }))).not.toThrow();
});

test.each(Object.entries(noPictures))('%s is none', (_what, bytes) => {
  expect(() => checkPicture(bytes)).toThrow(expect.objectContaining({ code: 'picture-invalid' }));
});

test('no bytes lead its reader astray, and base64 gives back what went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const inside = new Uint8Array([0xff, 0xd8, ...bytes, 0xff, 0xd9]);
      try {
        checkPicture(inside);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'picture-invalid' });
      }
      expect(fromBase64(toBase64(bytes))).toEqual(Uint8Array.from(bytes));
      expect(pictureName(bytes)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    }),
  );
  expect(() => fromBase64('***')).toThrow(expect.objectContaining({ code: 'picture-invalid' }));
});
