import { SvelteMap } from 'svelte/reactivity';
import { checkPicture, fromBase64, pictureName } from '../../src-shared/domain/picture.ts';
import { LOOKS_MAX } from '../../src-shared/protocol/looks.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Session } from '../../src-shared/session/session.ts';

/** Pictures held at a time, and people whose looks are. */
const PICTURES_MAX = 500;
const PEOPLE_MAX = 20_000;

/** How a person is drawn: in the colour they have chosen, in degrees, or by a picture, at a URL of this page's own. */
export interface Look {
  hue?: number | undefined;
  picture?: string | undefined;
}

/** How people on one host look. What is not known yet is asked for once it is to be drawn. */
export class Looks {
  readonly #session: Pick<Session, 'request' | 'status'>;
  readonly #people = new SvelteMap<number, Pick<Member, 'hue' | 'picture'>>();
  /** Pictures by their hash; null for those that could not be had. */
  readonly #pictures = new SvelteMap<string, string | null>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- never on the screen
  readonly #asked = new Set<number | string>();
  #unknown: number[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(session: Pick<Session, 'request' | 'status'>) {
    this.#session = session;
  }

  /** How to draw somebody, as far as is known by now. */
  of(member: number): Look {
    const { hue, picture } = this.#people.get(member) ?? {};
    if (!this.#people.has(member)) this.#askWho(member);
    if (picture !== undefined && !this.#pictures.has(picture)) this.#askPicture(picture);
    return { hue, picture: (picture === undefined ? null : this.#pictures.get(picture)) ?? undefined };
  }

  /** The host has told of this person. */
  see({ id, hue, picture }: Member): void {
    const known = this.#people.get(id);
    if (known && known.hue === hue && known.picture === picture) return;
    if (known || this.#people.size < PEOPLE_MAX) this.#people.set(id, { hue, picture });
  }

  #askWho(member: number): void {
    if (member <= 0 || this.#asked.has(member) || this.#session.status.state !== 'connected') return;
    this.#asked.add(member);
    this.#unknown.push(member);
    if (this.#unknown.length === 1) queueMicrotask(() => void this.#who());
  }

  /** An older host does not know; then people look as they always did there. */
  async #who(): Promise<void> {
    const unknown = this.#unknown;
    this.#unknown = [];
    for (let i = 0; i < unknown.length; i += LOOKS_MAX) {
      const members = unknown.slice(i, i + LOOKS_MAX);
      const { looks } = await this.#session.request('looks', { members }).catch(() => ({ looks: [] }));
      for (const { id, hue, picture } of looks) if (!this.#people.has(id)) this.#people.set(id, { hue, picture });
    }
  }

  /** One after another: a room full of people is no flood. */
  #askPicture(hash: string): void {
    if (this.#asked.has(hash) || this.#pictures.size >= PICTURES_MAX) return;
    this.#asked.add(hash);
    this.#last = this.#last.then(async () => {
      this.#pictures.set(hash, await this.#picture(hash));
    });
  }

  /** A host may send anything; only what it said it would send, and what is a picture, is shown. */
  async #picture(hash: string): Promise<string | null> {
    try {
      const bytes = fromBase64((await this.#session.request('picture', { hash })).picture);
      checkPicture(bytes);
      if (pictureName(bytes) !== hash) return null;
      return URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
    } catch {
      return null;
    }
  }
}
