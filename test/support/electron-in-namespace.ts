/**
 * Runs Electron in a network namespace for a Playwright outside it, who has to reach the debugging ports on its loopback:
 * each is relayed from a port out here, named in its place in what Electron says.
 * Arguments: the namespace, Electron's path, and Electron's arguments.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

const [namespace = '', program = '', ...args] = process.argv.slice(2);
const within = ['netns', 'exec', namespace];

/** Listens on a port of this loopback for a port of the namespace's loopback. */
async function relay(port: string): Promise<string> {
  const connect = `const s = require('net').connect(${port}, '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout)`;
  const server = createServer((socket) => {
    const through = spawn('ip', [...within, process.execPath, '-e', connect], { stdio: ['pipe', 'pipe', 'inherit'] });
    for (const stream of [socket, through.stdin]) stream.on('error', () => through.kill());
    socket.pipe(through.stdin);
    through.stdout.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return String((server.address() as AddressInfo).port);
}

const electron = spawn('ip', [...within, program, ...args], { stdio: ['ignore', 'inherit', 'pipe'] });
electron.once('exit', (code) => process.exit(code ?? 1));
process.once('SIGTERM', () => electron.kill());
for await (const line of createInterface({ input: electron.stderr })) {
  const [, before = '', port, after = ''] = /^(.* listening on ws:\/\/127\.0\.0\.1:)(\d+)(\/.*)$/.exec(line) ?? [];
  process.stderr.write(`${port === undefined ? line : before + (await relay(port)) + after}\n`);
}
