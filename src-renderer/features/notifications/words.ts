import { m } from '../../../src-shared/messages/messages.js';
/** What a notification says: one message, or how many there are in its room by now and the newest of them. */
export function noticeWords(news: { count: number; direct: boolean; room: string; name: string; text: string }): {
  title: string;
  body: string;
} {
  const { count, direct, room, name, text } = news;
  if (count === 1) return { title: direct ? name : m.notifications_in_room({ name, room }), body: text };
  return direct
    ? { title: m.notifications_many_from({ count, name }), body: text }
    : { title: m.notifications_many_in({ count, room }), body: `${name}: ${text}` };
}
