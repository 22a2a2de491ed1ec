import { expect, test } from 'vitest';
import { settings } from '../../../../src-shared/protocol/settings.ts';
import { DEFAULT_PORT } from '../../../../src-shared/protocol/version.ts';

test('a new installation hosts nothing, lets no guests in, advertises when it hosts, and looks around', () => {
  expect(settings.parse({})).toMatchObject({
    hosting: { on: false, name: '', port: DEFAULT_PORT, dataDir: '', guests: false, advertise: true },
    browse: true,
    notifications: { on: true, level: 'mentions', rooms: {}, keywords: [], quiet: false, quietHours: false },
    window: { onClose: 'ask', startAtLogIn: false },
    appearance: { theme: 'system', contrast: false, textSize: 15, compact: false, language: 'system' },
  });
});
