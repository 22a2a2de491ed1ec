import type { z } from 'zod';
import { settings as schema, type Settings, type SettingsPatch } from '../protocol/settings.ts';

type Fields = Record<PropertyKey, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes out the field that a schema complained about, so that its default takes its place. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isFields(value)) return undefined;
  const copy = { ...value };
  const inner = rest.length > 0 ? without(copy[key], rest) : undefined;
  if (inner === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = inner;
  return copy;
}

/** Reads settings from JSON's values; fields that make no sense get their defaults, and `whole` is false. */
export function readSettings(value: unknown): { settings: Settings; whole: boolean } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { settings: parsed.data, whole: true };
  const issues: z.core.$ZodIssue[] = parsed.error.issues;
  const rest = issues.reduce<unknown>((kept, issue) => without(kept, issue.path), value);
  const again = schema.safeParse(rest ?? {});
  return { settings: again.success ? again.data : schema.parse({}), whole: false };
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The settings with a change in them. A section is changed field by field; a field is replaced as a whole. */
export function patched(settings: Settings, patch: SettingsPatch): Settings {
  const sections = Object.entries(defined(patch)).map(([name, change]) => {
    const section: unknown = settings[name as keyof Settings];
    return [name, isFields(section) && isFields(change) ? { ...section, ...defined(change) } : change] as const;
  });
  return schema.parse({ ...settings, ...Object.fromEntries(sections) });
}
