import { looks } from '../../src-shared/domain/look-alikes.ts';

/** Things by their names, so that those are found whose names could be taken for another. */
export class NameIndex<T> {
  readonly #byLook = new Map<string, Set<T>>();

  add(name: string, thing: T): void {
    for (const look of looks(name)) {
      const alike = this.#byLook.get(look);
      if (alike) alike.add(thing);
      else this.#byLook.set(look, new Set([thing]));
    }
  }

  remove(name: string, thing: T): void {
    for (const look of looks(name)) {
      const alike = this.#byLook.get(look);
      if (alike?.delete(thing) && alike.size === 0) this.#byLook.delete(look);
    }
  }

  /** Those whose names could be taken for this one. */
  like(name: string): Set<T> {
    return new Set(looks(name).flatMap((look) => [...(this.#byLook.get(look) ?? [])]));
  }
}
