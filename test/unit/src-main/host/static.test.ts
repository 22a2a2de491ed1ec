import { expect, test } from 'vitest';
import { statusOf } from '../../../../src-main/host/http/respond.ts';
import { CONTENT_POLICY } from '../../../../src-shared/protocol/content-policy.ts';
import { REFUSAL_CODES } from '../../../../src-shared/protocol/errors.ts';

test('the web client may load nothing from elsewhere, run nothing inline, and not be framed', () => {
  const policy = new Map(CONTENT_POLICY.split('; ').map((line) => line.split(/ (.*)/s) as [string, string]));
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self'");
  expect(policy.get('frame-ancestors')).toBe("'none'");
  expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|https?:/);
});

test.each(REFUSAL_CODES)('"%s" has an HTTP status that says error', (code) => {
  expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  expect(statusOf(code)).toBeLessThan(600);
});
