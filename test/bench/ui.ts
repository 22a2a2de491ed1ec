import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newProfile, root } from './ui/app.ts';
import { serveRooms } from './ui/rooms.ts';
import { uiReport } from './ui/report.ts';
import { scenarios, settle, type Figures, type ScenarioName } from './ui/scenarios.ts';

/**
 * `npm run bench:ui [-- quick] [messages=100000] [runs=3] [only=start,type]`: the window with a room of 100,000 messages,
 * beside an empty Electron window in the same run. Each is started plainly and looked into only when it stands. A scenario
 * that was not asked for keeps its figures of the last time, so that they can be measured one by one.
 */
const quick = process.argv.includes('quick');
const given = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
const MESSAGES = Number(given('messages') ?? (quick ? 3_000 : 100_000));
const RUNS = Number(given('runs') ?? (quick ? 1 : 3));
const names = Object.keys(scenarios) as ScenarioName[];
const wanted = given('only')?.split(',');
const KEPT = join(root, '.cache', `bench-ui-${String(MESSAGES)}.json`);

/** The figures of each run of each scenario. */
type Measured = Partial<Record<ScenarioName, Figures[]>>;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function measuredBefore(): Measured {
  try {
    return JSON.parse(readFileSync(KEPT, 'utf8')) as Measured;
  } catch {
    // Nothing was measured yet.
    return {};
  }
}

async function measure(): Promise<Measured> {
  const served = await serveRooms(MESSAGES);
  const [profile, empty] = [newProfile(), newProfile()];
  const setting = { served, profile: profile.dir, empty: empty.dir, messages: MESSAGES, quick };
  await settle(setting);
  const measured: Measured = {};
  for (let i = 0; i < RUNS; i += 1) {
    for (const name of names.filter((one) => wanted?.includes(one) ?? true)) {
      const figures = await scenarios[name](setting);
      say(
        `${name}: ${JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? Math.round(10 * value) / 10 : value))}`,
      );
      measured[name] = [...(measured[name] ?? []), figures];
    }
  }
  profile.remove();
  empty.remove();
  await served.stop();
  return measured;
}

const measured = { ...measuredBefore(), ...(await measure()) };
mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(KEPT, JSON.stringify(measured));
const machine = `${cpus()[0]?.model ?? ''}, ${String(cpus().length)} cores, Linux ${release()}`;
const text = uiReport(Object.values(measured), MESSAGES, machine);
say(text);
if (!quick && names.every((name) => measured[name])) {
  const results = new URL('./results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(fileURLToPath(new URL('ui-latest.md', results)), text);
}
process.exit(0);
