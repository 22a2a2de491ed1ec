import type { ExportAbout, Formatter } from '../../../src-shared/domain/export/format.ts';
import { htmlFormat } from '../../../src-shared/domain/export/html.ts';
import { jsonlFormat } from '../../../src-shared/domain/export/jsonl.ts';
import { markdownFormat } from '../../../src-shared/domain/export/markdown.ts';
import type { DesktopApi } from '../../../src-shared/protocol/desktop.ts';
import type { ExportSpan } from '../../../src-shared/protocol/export.ts';
import { LogReader, type ExportLink } from '../../../src-shared/session/export.ts';
import type { Failure } from '../../../src-shared/session/ports.ts';
import { browserClock } from '../../lib/clock.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';
import { failureOf } from '../../lib/words.ts';
import { fileName } from './file-name.ts';
import { openTarget, type Target } from './targets.ts';
import { exportLooks, exportWords } from './words.ts';

export type FormatName = 'html' | 'markdown' | 'jsonl';

/** Each format's ending, and what browsers call it. */
const FILES = {
  html: { ending: 'html', media: 'text/html' },
  markdown: { ending: 'md', media: 'text/markdown' },
  jsonl: { ending: 'jsonl', media: 'application/jsonl' },
} as const satisfies Record<FormatName, object>;

/** Characters that are handed on at a time. */
const BATCH = 256 * 1024;

function formatter(name: FormatName, about: ExportAbout): Formatter {
  if (name === 'jsonl') return jsonlFormat(about);
  return name === 'html' ? htmlFormat(about, exportWords(), exportLooks) : markdownFormat(about, exportWords());
}

/** An export of one room, from choosing to done. */
export class RoomExport {
  phase = $state<'choosing' | 'running' | 'done'>('choosing');
  format = $state<FormatName>('html');
  versions = $state(false);
  /** Messages written, and about how many there will be. */
  written = $state(0);
  total = $state(0);
  failure = $state.raw<Failure | null>(null);
  readonly #host: HostView;
  readonly #room: RoomView;
  readonly #saving: DesktopApi['saving'] | null;
  /** Counts up with each start and each cancellation: a run that is not the last one stops. */
  #run = 0;

  /** @param saving how the desktop app keeps a file; null in a browser */
  constructor(host: HostView, room: RoomView, saving: DesktopApi['saving'] | null) {
    this.#saving = saving;
    this.#host = host;
    this.#room = room;
  }

  /** Exports; back to choosing if that fails or is cancelled, with nothing left of it. */
  async start(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.failure = null;
    try {
      await this.#export(run);
    } catch (thrown) {
      if (run !== this.#run) return;
      this.failure = failureOf(thrown);
      this.phase = 'choosing';
    }
  }

  cancel(): void {
    this.#run += 1;
    if (this.phase === 'running') this.phase = 'choosing';
  }

  async #export(run: number): Promise<void> {
    const span = await this.#host.session.request('room.export', { room: this.#room.id });
    const { ending, media } = FILES[this.format];
    const target = await openTarget(this.#saving, fileName(this.#room.name, Date.now(), ending), media);
    if (!target) return;
    this.phase = 'running';
    try {
      if (await this.#writeWhole(target, span, run)) {
        await target.finish();
        this.phase = 'done';
      } else await target.cancel();
    } catch (thrown) {
      await target.cancel();
      throw thrown;
    }
  }

  /** Writes it, and once more as long as something is deleted meanwhile that is in it; false if it was cancelled. */
  async #writeWhole(target: Target, first: ExportSpan, run: number): Promise<boolean> {
    const { session, online } = this.#host;
    const link: ExportLink = { clock: browserClock, request: (type, params) => session.request(type, params) };
    for (let span = first; ;) {
      const reader = new LogReader(link, this.#room.id, { versions: this.versions && online, keys: online });
      if (!(await this.#write(target, span, reader, run))) return false;
      // Out of the copy on this device nothing is deleted while its host is away.
      if (!online || !(await reader.outdated(span))) return run === this.#run;
      await target.anew();
      span = await session.request('room.export', { room: this.#room.id });
    }
  }

  /** Writes everything, or as much as there was time for: false then. */
  async #write(target: Target, span: ExportSpan, reader: LogReader, run: number): Promise<boolean> {
    const format = formatter(this.format, this.#about(span));
    this.written = 0;
    this.total = span.lastSeq - span.first + 1;
    let batch = format.begin();
    for await (const page of reader.pages(span)) {
      for (const piece of format.page(page)) {
        batch += piece;
        if (batch.length < BATCH) continue;
        await target.write(batch);
        batch = '';
      }
      if (run !== this.#run) return false;
      this.written += page.events.filter(({ kind }) => kind === 'message').length;
      const read = (page.events.at(-1)?.seq ?? span.lastSeq) - span.first + 1;
      this.total = Math.round((this.written * (span.lastSeq - span.first + 1)) / read);
    }
    await target.write(batch + format.end());
    return run === this.#run;
  }

  #about({ first, lastSeq }: ExportSpan): ExportAbout {
    const { id, topic, kind } = this.#room.info;
    const { session, name, online } = this.#host;
    return {
      room: { id, kind, topic, name: this.#room.name },
      host: { id: this.#host.id, name },
      by: session.me?.name ?? '',
      at: Date.now(),
      first,
      last: lastSeq,
      copied: !online,
    };
  }
}
