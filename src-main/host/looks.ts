import { checkPicture, fromBase64, pictureName, toBase64 } from '../../src-shared/domain/picture.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { LooksStore } from '../store/looks-store.ts';
import type { Members } from './members.ts';

/** How people want to be shown: their colour, and their picture. */
export class Looks {
  readonly #store: LooksStore;
  readonly #max: number;
  readonly #told: (member: Member) => void;
  /** Whose pictures are kept, or are about to be. */
  readonly #shown = new Set<number>();

  private constructor(store: LooksStore, max: number, told: (member: Member) => void) {
    this.#store = store;
    this.#max = max;
    this.#told = told;
  }

  /**
   * @param max pictures that are kept
   * @param told called when somebody is to be seen otherwise than before
   */
  static async load(store: LooksStore, members: Members, max: number, told: (member: Member) => void): Promise<Looks> {
    const looks = new Looks(store, max, told);
    for (const { member: id, hue, hash } of await store.all()) {
      const member = members.find(id);
      if (!member) continue;
      if (hue !== null) member.hue = hue;
      if (hash === null) continue;
      member.picture = hash;
      looks.#shown.add(id);
    }
    return looks;
  }

  async colour(by: Member, hue: number | null): Promise<void> {
    if (by.hue === (hue ?? undefined)) return;
    await this.#store.setHue(by.id, hue);
    if (hue === null) delete by.hue;
    else by.hue = hue;
    this.#told(by);
  }

  /** @throws Refusal `picture-invalid`, `too-many-pictures` */
  async show(by: Member, picture: string): Promise<void> {
    const bytes = fromBase64(picture);
    checkPicture(bytes);
    const hash = pictureName(bytes);
    if (hash === by.picture) return;
    if (!this.#shown.has(by.id) && this.#shown.size >= this.#max) throw new Refusal('too-many-pictures');
    this.#shown.add(by.id);
    try {
      await this.#store.setPicture(by.id, { hash, bytes });
      by.picture = hash;
    } finally {
      if (by.picture === undefined) this.#shown.delete(by.id);
    }
    this.#told(by);
  }

  async hide(member: Member): Promise<void> {
    if (member.picture === undefined) return;
    await this.#store.setPicture(member.id, null);
    delete member.picture;
    this.#shown.delete(member.id);
    this.#told(member);
  }

  /** @throws Refusal `no-such-picture` */
  async picture(hash: string): Promise<string> {
    const bytes = await this.#store.picture(hash);
    if (!bytes) throw new Refusal('no-such-picture');
    return toBase64(bytes);
  }
}
