import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterThisTest, tempDir } from './host.ts';

/** Why no disk can be made here to be filled or write-protected, or ''. */
export function noDisks(): string {
  if (process.platform !== 'linux') return 'small disks are made with tmpfs, which is Linux';
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  return '';
}

function mount(...args: string[]): void {
  execFileSync('mount', args, { stdio: 'pipe', timeout: 10_000 });
}

/** A small disk of its own, there for one test. */
export class SmallDisk {
  /** Where it is mounted. */
  readonly dir: string;
  readonly #ballast: string;

  constructor(kibibytes: number) {
    this.dir = join(tempDir(), 'disk');
    this.#ballast = join(this.dir, 'ballast');
    mkdirSync(this.dir);
    mount('-t', 'tmpfs', '-o', `size=${String(kibibytes)}k`, 'tmpfs', this.dir);
    afterThisTest(() => {
      // Lazily: whatever still has a file open there goes on until it closes it.
      execFileSync('umount', ['--lazy', this.dir], { stdio: 'pipe' });
      return undefined;
    });
  }

  /** Bytes that are free. */
  get free(): number {
    const { bavail, bsize } = statfsSync(this.dir);
    return bavail * bsize;
  }

  /** Fills it up to so many bytes. */
  fill(leave = 0): void {
    writeFileSync(this.#ballast, Buffer.alloc(Math.max(0, this.free - leave)));
  }

  /** Takes away what `fill` put there. */
  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  writable(can: boolean): void {
    mount('-o', `remount,${can ? 'rw' : 'ro'}`, this.dir);
  }
}
