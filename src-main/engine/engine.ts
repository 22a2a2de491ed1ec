/**
 * Entry of the engine: a utility process in the app, plain Node without Electron's API. Main configures it and hands it
 * a port to each page; it runs the host, discovery, and the pages' connections.
 */
import { discoveryFromEnvironment } from './mdns/discovery.ts';
import { localAddresses } from './mdns/interfaces.ts';
import { toEngine } from './messages.ts';
import { fromElectron, type ElectronParentPort, type ElectronPort } from './ports.ts';
import { EngineService } from './service.ts';

const parent = Reflect.get(process, 'parentPort') as ElectronParentPort | undefined;
if (!parent)
  throw new Error('the engine runs in a utility process of the app; to host without the app, use "parley serve"');

const service = new EngineService({
  // Read only where one hosts: it is most of the code.
  startHost: async (options) => (await import('../host/host.ts')).startHost(options),
  discovery: discoveryFromEnvironment(),
  addresses: () => localAddresses(),
  toMain: (message) => parent.postMessage(message),
});

async function shutdown(): Promise<void> {
  await service.shutdown();
  process.exit(0);
}

function receive(data: unknown, ports: ElectronPort[]): void {
  const message = toEngine.parse(data);
  const [port] = ports;
  if (message.type === 'configure') service.configure(message);
  else if (message.type === 'shutdown') void shutdown();
  else if (port) service.addPage(fromElectron(port));
}

parent.on('message', ({ data, ports }) => receive(data, ports));
