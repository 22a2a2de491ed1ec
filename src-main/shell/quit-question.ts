import type { ToMain } from '../engine/messages.ts';

/** The question before people lose their connection, or null if nobody would. */
export function quitQuestion({ status, others }: ToMain): { message: string; detail: string } | null {
  if (status.state !== 'on' || others === 0) return null;
  const people = others === 1 ? 'One person is' : `${String(others)} people are`;
  return {
    message: `${people} connected to "${status.name}".`,
    detail: 'If you quit, they lose the connection. What was said is kept, and they are back when you host again.',
  };
}
