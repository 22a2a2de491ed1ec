import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectTo, electronTests, introduce, noElectron } from '../support/electron-app.ts';
import { DoubleHost } from '../support/hostile/double.ts';
import { showAll, watch } from '../support/hostile/show.ts';
import { afterThisTest } from '../support/host.ts';

describe.skipIf(noElectron !== '')(`a hostile host in the app ${noElectron}`, () => {
  const { install } = electronTests();

  it('shows what it likes: no script runs, no request leaves, no message freezes the window', async () => {
    const doubles: DoubleHost[] = [];
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'parley.1' });
    afterThisTest(() => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      return undefined;
    });
    server.on('connection', (socket) => {
      const double = new DoubleHost((text) => {
        socket.send(text);
      });
      doubles.push(double);
      socket.on('message', (data: Buffer) => {
        double.hear(data.toString());
      });
      double.greet();
    });
    const desktop = install();
    const page = await desktop.start();
    await page.context().addInitScript(watch);
    await page.reload();
    await introduce(page, 'Ada');
    await connectTo(page, `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    await page.getByRole('log').waitFor();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const double = doubles.at(-1);
    if (!double) throw new Error('the app has not connected');
    expect(await showAll(page, double)).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('app://parley/'))).toEqual([]);
    expect(page.url()).toBe('app://parley/');
    expect(desktop.app.windows()).toHaveLength(1);
  });
});
