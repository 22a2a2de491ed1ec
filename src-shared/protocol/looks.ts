import { z } from 'zod';
import { hue, memberId } from './ids.ts';

/** Characters of a picture in base64: 16 KiB. */
const PICTURE_CHARACTERS = 4 * Math.ceil((16 * 1024) / 3);
/** People whose looks are asked for at a time. */
export const LOOKS_MAX = 200;

/** What a picture is asked for by: a part of its hash; see `pictureName`. */
export const pictureHash = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const picture = z.string().max(PICTURE_CHARACTERS);

/** `picture.set`: show oneself by a picture, or by none; see `checkPicture`. */
export const pictureSet = z.object({ type: z.literal('picture.set'), picture: picture.nullable() });

/** `picture`: one that some person has. */
export const pictureGet = z.object({ type: z.literal('picture'), hash: pictureHash });
export const pictureGot = z.object({ picture });

/** `picture.remove`: take a person's picture away, as a moderator. They may set another. */
export const pictureRemove = z.object({ type: z.literal('picture.remove'), member: memberId });

/** `looks`: how these people look, also those who are not here. Whom the host does not know is left out. */
export const looks = z.object({ type: z.literal('looks'), members: z.array(memberId).min(1).max(LOOKS_MAX) });
export const looksOf = z.object({
  looks: z.array(z.object({ id: memberId, hue: hue.optional(), picture: pictureHash.optional() })).max(LOOKS_MAX),
});
