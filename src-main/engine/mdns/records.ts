import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { checkName } from '../../../src-shared/domain/names.ts';
import { SERVICE_TYPE } from '../../../src-shared/protocol/version.ts';

/** The name under which all hosts are found. */
export const SERVICE_NAME = `_${SERVICE_TYPE}._tcp.local`;

/** Records of one packet that are looked at. */
const RECORDS_MAX = 256;

const name = z.string().min(1).max(255);
const ttl = z.number().nonnegative();
const bytes = z.instanceof(Uint8Array);

const record = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PTR'), name, ttl, data: name }),
  z.object({ type: z.literal('SRV'), name, ttl, data: z.object({ port: z.int().min(1).max(65_535), target: name }) }),
  z.object({
    type: z.literal('TXT'),
    name,
    ttl,
    data: z.union([z.array(bytes).max(32), bytes.transform((data) => [data])]),
  }),
  z.object({ type: z.literal('A'), name, ttl, data: z.string().refine(isIPv4) }),
  z.object({ type: z.literal('AAAA'), name, ttl, data: z.string().refine(isIPv6) }),
]);
type DnsRecord = z.infer<typeof record>;

const packetShape = z.object({
  answers: z.array(z.unknown()).catch([]),
  additionals: z.array(z.unknown()).catch([]),
});

const hostName = z.string().transform((text, context) => {
  try {
    return checkName(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not a name' });
    return z.NEVER;
  }
});

const txtShape = z.object({
  v: z.string().regex(/^\d{1,6}$/),
  id: z.string().regex(/^[\w-]{1,64}$/),
  name: hostName,
  fp: z
    .string()
    .regex(/^[\w:+/=-]{0,256}$/)
    .default(''),
});

/** A host as one packet describes it. Addresses are as claimed, in the packet's order. */
export interface Heard {
  /** The service instance, lower-cased: what a goodbye refers to. */
  instance: string;
  id: string;
  name: string;
  version: string;
  fingerprint: string;
  port: number;
  addresses: string[];
}

/** What a packet says about hosts. */
export interface Response {
  heard: Heard[];
  /** Instances that said goodbye. */
  gone: string[];
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function readRecords(packet: unknown): DnsRecord[] {
  const shape = packetShape.safeParse(packet);
  if (!shape.success) return [];
  return [...shape.data.answers, ...shape.data.additionals].slice(0, RECORDS_MAX).flatMap((raw) => {
    const parsed = record.safeParse(raw);
    return parsed.success ? [parsed.data] : [];
  });
}

/** TXT strings as `key=value` (RFC 6763, section 6): keys without regard to case, the first of two counts. */
function readTxt(strings: Uint8Array[]): Record<string, string> {
  const decoder = new TextDecoder();
  const fields = new Map<string, string>();
  for (const string of strings) {
    const [key = '', ...value] = decoder.decode(string).split('=');
    if (!fields.has(key.toLowerCase())) fields.set(key.toLowerCase(), value.join('='));
  }
  return Object.fromEntries(fields);
}

function describe(instance: string, records: DnsRecord[]): Heard[] {
  const about = records.filter((entry) => entry.ttl > 0 && sameName(entry.name, instance));
  const srv = about.find((entry) => entry.type === 'SRV');
  const txt = about.find((entry) => entry.type === 'TXT');
  const fields = txtShape.safeParse(txt && readTxt(txt.data));
  if (!srv || !fields.success) return [];
  const { id, name: shown, v: version, fp: fingerprint } = fields.data;
  const addresses = records.flatMap((entry) =>
    (entry.type === 'A' || entry.type === 'AAAA') && sameName(entry.name, srv.data.target) ? [entry.data] : [],
  );
  return [{ instance: instance.toLowerCase(), id, name: shown, version, fingerprint, port: srv.data.port, addresses }];
}

/** Reads what the DNS library made of a packet. Anyone may have sent it: what does not fit is left out. */
export function readResponse(packet: unknown): Response {
  const records = readRecords(packet);
  const pointers = records.filter((entry) => entry.type === 'PTR' && sameName(entry.name, SERVICE_NAME));
  const response: Response = { heard: [], gone: [] };
  for (const pointer of pointers) {
    if (pointer.type !== 'PTR') continue;
    if (pointer.ttl === 0) response.gone.push(pointer.data.toLowerCase());
    else response.heard.push(...describe(pointer.data, records));
  }
  return response;
}
