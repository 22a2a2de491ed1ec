import type { MessageRow } from './rows.ts';

/** What one writes is about a message: an answer to it, or other words for it. */
export interface About {
  kind: 'reply' | 'edit';
  row: MessageRow;
}

/** What a composer is at, told by the messages around it. */
export class Writing {
  about = $state.raw<About | null>(null);

  reply(row: MessageRow): void {
    this.about = { kind: 'reply', row };
  }

  edit(row: MessageRow): void {
    this.about = { kind: 'edit', row };
  }

  done(): void {
    this.about = null;
  }
}
