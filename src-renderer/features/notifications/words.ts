/** What a notification says: one message, or how many there are in its room by now and the newest of them. */
export function noticeWords(news: { count: number; direct: boolean; room: string; name: string; text: string }): {
  title: string;
  body: string;
} {
  const { count, direct, room, name, text } = news;
  if (count === 1) return { title: direct ? name : `${name} in ${room}`, body: text };
  const many = `${count.toLocaleString()} new messages`;
  return direct
    ? { title: `${many} from ${name}`, body: text }
    : { title: `${many} in ${room}`, body: `${name}: ${text}` };
}
