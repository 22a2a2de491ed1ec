import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { asRefusal, Refusal, REFUSAL_CODES, REFUSALS } from '../../../../src-shared/protocol/errors.ts';

test.each(REFUSAL_CODES)('"%s" has a sentence for people', (code) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(REFUSALS[code]).toMatch(/^[A-Z].*\.$/s);
  expect(REFUSALS[code].length).toBeLessThanOrEqual(160);
});

const tests = fileURLToPath(new URL('../../..', import.meta.url));
const written = globSync('**/*.test.ts', { cwd: tests })
  .map((file) => readFileSync(join(tests, file), 'utf8'))
  .join('\n');

test.each(REFUSAL_CODES)('"%s" is refused with in some test', (code) => {
  expect(written.includes(`'${code}'`), 'a test names the code').toBe(true);
});

test('a refusal travels as its code and sentence, nothing else', () => {
  const refusal = new Refusal('name-invalid', undefined, { cause: new Error('secret') });
  expect(JSON.parse(JSON.stringify(refusal))).toEqual({ code: 'name-invalid', message: REFUSALS['name-invalid'] });
  expect(new Refusal('name-invalid', 'More precise.').toJSON()).toEqual({
    code: 'name-invalid',
    message: 'More precise.',
  });
});

test('what is thrown otherwise is internal, its text kept from strangers but not from the log', () => {
  const cause = new Error('/home/ada/secret');
  const refusal = asRefusal(cause);
  expect(refusal.code).toBe('internal');
  expect(refusal.message).not.toContain('secret');
  expect(refusal.cause).toBe(cause);
  expect(asRefusal(refusal)).toBe(refusal);
});
