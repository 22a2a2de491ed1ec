import type { z } from 'zod';
import { Refusal } from './errors.ts';

/** An object as it came. */
export type Fields = Record<string, unknown>;

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
