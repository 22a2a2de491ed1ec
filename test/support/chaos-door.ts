import { connect, type Socket } from 'node:net';
import { REFUSALS } from '../../src-shared/protocol/errors.ts';

/** What came back for what was sent over a bare TCP connection, until that ended. */
export function exchange(port: number, sent: Uint8Array, patienceMs = 10_000): Promise<string> {
  return new Promise((done, failed) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let got = '';
    const late = setTimeout(() => {
      socket.destroy();
      failed(
        new Error(
          `a connection was neither answered nor ended: ${JSON.stringify(Buffer.from(sent).toString('latin1'))}`,
        ),
      );
    }, patienceMs);
    socket.on('data', (data: Buffer) => {
      got += data.toString('latin1');
    });
    // A host that hangs up at once is an answer, too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      done(got);
    });
    socket.end(sent);
  });
}

export interface HttpAnswer {
  status: number;
  headers: string;
  body: string;
}

/** Splits what came over a connection into HTTP answers; what is not HTTP ends it. `headOnly`: none has a body. */
export function httpAnswers(got: string, headOnly = false): HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  let rest = got;
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3})[^\r\n]*\r\n([\s\S]*?)\r\n\r\n/.exec(rest);
    if (!head) return answers;
    const [all, status = '', headers = ''] = head;
    const length = headOnly ? 0 : Number(/content-length: (\d+)/i.exec(headers)?.[1] ?? 0);
    answers.push({ status: Number(status), headers, body: rest.slice(all.length, all.length + length) });
    rest = rest.slice(all.length + length);
  }
}

/** The code in a refusal's body, or why there is none. */
export function codeIn(body: string): string {
  try {
    const { code } = JSON.parse(body) as { code?: string };
    return code !== undefined && code in REFUSALS ? code : `no code of the list: ${body}`;
  } catch {
    return `not JSON: ${body}`;
  }
}
