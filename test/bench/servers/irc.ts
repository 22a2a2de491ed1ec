import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../lib/process.ts';
import { receive } from '../lib/websocket.ts';
import type { BenchServer } from './server.ts';

const dir = mkdtempSync(join(tmpdir(), 'parley-bench-irc-'));

function exists(command: string): boolean {
  return spawnSync(command, ['--version']).error === undefined;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

async function open(port: number, number: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('data', (data: Buffer) => {
    // Both ask for a sign of life now and then; inspircd also before it lets one in.
    if (data.length < 200 && data.includes('PING')) socket.write(data.toString('latin1').replace(/^.*PING/s, 'PONG'));
  });
  const nick = `u${String(number)}`;
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`);
  await receive(socket, ' 376 ').catch(async () => receive(socket, ' 422 '));
  return socket;
}

const irc = {
  stores: 'nothing',
  join: async (port: number, number: number) => {
    const socket = await open(port, number);
    const joined = receive(socket, ' 366 ');
    socket.write('JOIN #general\r\n');
    await joined;
    return { socket, say: (text: string) => Buffer.from(`PRIVMSG #general :${text}\r\n`) };
  },
  idle: open,
};

export const ngircd: BenchServer = {
  ...irc,
  name: 'ngircd (C)',
  available: () => exists('ngircd'),
  start: (port) => {
    const config = join(dir, 'ngircd.conf');
    const motd = join(dir, 'motd');
    writeFileSync(motd, 'bench\n');
    writeFileSync(
      config,
      `[Global]\nName = irc.bench.local\nInfo = bench\nListen = 127.0.0.1\nPorts = ${String(port)}\nMotdFile = ${motd}\n` +
        'ServerUID = root\nServerGID = root\n' +
        '[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\nMaxJoins = 0\nMaxPenaltyTime = 0\nPingTimeout = 3600\n' +
        '[Options]\nDNS = no\nIdent = no\nPAM = no\n',
    );
    return start('ngircd', ['-n', '-f', config], () => listens(port));
  },
};

export const inspircd: BenchServer = {
  ...irc,
  name: 'inspircd (C++)',
  available: () => exists('inspircd'),
  start: (port) => {
    const config = join(dir, 'inspircd.conf');
    writeFileSync(join(dir, 'motd'), 'bench\n');
    writeFileSync(
      config,
      `<server name="irc.bench.local" description="bench" network="bench" id="97K">
<admin name="bench" nick="bench" email="bench@localhost">
<path configdir="${dir}" datadir="${dir}" logdir="${dir}" runtimedir="${dir}">
<bind address="127.0.0.1" port="${String(port)}" type="clients">
<connect name="main" allow="*" maxchans="20" timeout="60" pingfreq="3600" hardsendq="256M" softsendq="128M" recvq="64M"
 localmax="20000" globalmax="20000" threshold="1000000" commandrate="1000000000" fakelag="no" resolvehostnames="no" useident="no" limit="20000">
<performance quietbursts="yes" softlimit="20000" somaxconn="4096" netbuffersize="65534">
<options defaultmodes="n">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${join(dir, 'inspircd.log')}">
<files motd="${join(dir, 'motd')}">
`,
    );
    return start('inspircd', ['--nofork', '--runasroot', `--config=${config}`], () => listens(port));
  },
};
