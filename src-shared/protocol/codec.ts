import type { z } from 'zod';
import { Refusal } from './errors.ts';
import { answer, push, request, typingSignal, type ClientFrame, type Push, type refusal } from './requests.ts';

type Fields = Record<string, unknown>;

/** Reads one JSON object. @throws Refusal `bad-json` */
export function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal('bad-json', undefined, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('bad-json');
  return value as Fields;
}

/** Checks a value against a schema. @throws Refusal `bad-frame`, naming the first field that is wrong */
export function check<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  throw new Refusal('bad-frame', `The field "${path.slice(0, 80)}" is missing or of the wrong kind.`);
}

const knownTypes = new Set<unknown>(request.options.map((option) => option.shape.type.value));

/** Reads a frame from a client. @throws Refusal `bad-json`, `unknown-type`, `bad-frame` */
export function parseClientFrame(frame: Fields): ClientFrame {
  if (frame.type === 'typing') return check(typingSignal, frame);
  if (!knownTypes.has(frame.type)) throw new Refusal('unknown-type');
  return check(request, frame);
}

/** The number a request carries, even if the rest of it is wrong, so that its refusal can be told apart. */
export function requestId(frame: Fields): number | null {
  return Number.isSafeInteger(frame.id) && (frame.id as number) >= 0 ? (frame.id as number) : null;
}

export type HostFrame =
  | { kind: 'answer'; id: number; result: unknown }
  | { kind: 'refusal'; id: number; refusal: z.infer<typeof refusal> }
  | { kind: 'push'; push: Push }
  | { kind: 'unknown' };

const pushTypes = new Set<unknown>(push.options.map((option) => option.shape.type.value));

/** Reads a frame from a host. Types this client does not know are `unknown`. @throws Refusal `bad-json`, `bad-frame` */
export function parseHostFrame(text: string): HostFrame {
  const frame = parseObject(text);
  if (pushTypes.has(frame.type)) return { kind: 'push', push: check(push, frame) };
  if (frame.type !== undefined) return { kind: 'unknown' };
  const answered = check(answer, frame);
  if ('error' in answered) return { kind: 'refusal', id: answered.id, refusal: answered.error };
  return { kind: 'answer', id: answered.id, result: answered.result };
}
