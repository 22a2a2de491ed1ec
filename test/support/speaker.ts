import { WebSocket } from 'ws';

/** Speaks the plain dialect as one person; resolves when the last of `texts` has come back. */
function speaker(url: string, room: string, username: string, texts: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const ws = new WebSocket(`${url.replace(/^http/, 'ws')}chat`);
    ws.on('error', failed);
    ws.on('open', () => {
      ws.send(JSON.stringify({ type: 'join', room, username }));
    });
    let left = texts.length;
    ws.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { type: string; message?: string; data?: { username: string } };
      if (frame.type === 'error') failed(new Error(frame.message));
      if (frame.type === 'user_list')
        for (const content of texts) ws.send(JSON.stringify({ type: 'message', room, content }));
      if (frame.type !== 'message' || frame.data?.username !== username) return;
      left -= 1;
      if (left > 0) return;
      ws.close();
      done();
    });
  });
}

/** Fills a room, made if need be, with numbered messages by two people, in blocks of five, some of them many lines high. */
export async function speak(url: string, room: string, count: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}api/rooms`, { method: 'POST', headers, body: JSON.stringify({ name: room }) });
  const words = [
    'short',
    'a line that is long enough to be broken in two on any screen narrower than a cinema, and then some more of it',
    '- one\n- two\n- three',
    '```js\nconst answer = 42;\n```',
  ];
  for (let from = 0; from < count; from += 5) {
    const texts = Array.from(
      { length: Math.min(5, count - from) },
      (_, i) => `#${String(from + i + 1)} ${words[(from + i) % words.length] ?? ''}`,
    );
    await speaker(url, room, (from / 5) % 2 === 0 ? 'Noor' : 'Pavel', texts);
  }
}
