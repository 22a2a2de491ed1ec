import { m } from '../../src-shared/messages/messages.js';
import type { ToMain } from '../engine/messages.ts';

/** The question before people lose their connection, or null if nobody would. */
export function quitQuestion({ status }: ToMain): { message: string; detail: string } | null {
  if (status.state !== 'on' || status.others === 0) return null;
  return { message: m.quit_connected({ count: status.others, name: status.name }), detail: m.quit_detail() };
}
