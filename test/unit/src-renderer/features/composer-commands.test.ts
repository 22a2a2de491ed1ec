import { expect, test } from 'vitest';
import { commandSource } from '../../../../src-renderer/features/completion/sources.ts';
import { commands, runCommand, type CommandPlace } from '../../../../src-renderer/features/composer/commands.ts';
import { signedText } from '../../../../src-shared/domain/signed-text.ts';

const place = { host: { me: { role: 'member' } }, room: { info: { kind: 'room' } } } as unknown as CommandPlace;

test('what begins with a slash is a command, unless it is a path or there are two of them', async () => {
  expect(await runCommand('/me waves', place)).toEqual({ text: 'waves', me: true });
  expect(await runCommand('/shrug', place)).toEqual({ text: '¯\\\\\\_(ツ)\\_/¯' });
  expect(await runCommand('//me waves', place)).toEqual({ text: '/me waves' });
  expect(await runCommand('/etc/hosts', place)).toEqual({ text: '/etc/hosts' });
});

test('an unknown command is refused, and it is said how to begin a message with a slash', async () => {
  const refused = runCommand('/dance now', place);
  await expect(refused).rejects.toMatchObject({ code: 'unknown-command' });
  await expect(refused).rejects.toThrow(/“\/dance”.*\/\/ to begin a message with a slash/);
  for (const half of ['/me', '/topic', '/nick ']) {
    const wanting = runCommand(half, place);
    await expect(wanting).rejects.toMatchObject({ code: 'bad-frame' });
    await expect(wanting).rejects.toThrow(`write it like “${half.trim()} `);
  }
  await expect(runCommand('/invite @Ada', place)).rejects.toMatchObject({ code: 'not-allowed' });
  expect(commands(place).map(({ name }) => name)).toEqual(['me', 'shrug', 'topic', 'nick', 'help']);
});

test('a command that is typed out, and needs nothing more, is done by Enter: nothing is offered in its place', async () => {
  const offered = async (typed: string) => (await commandSource(place)(typed))?.choices.map(({ insert }) => insert);
  expect(await offered('/s')).toEqual(['/shrug ']);
  expect(await offered('/me')).toEqual(['/me ']);
  for (const whole of ['/shrug', '/help', 'no command']) expect(await offered(whole)).toBeUndefined();
});

test('that somebody does something is covered by their signature', () => {
  const said = { room: 'r', id: '018f0000-0000-7000-8000-000000000000', kind: 'message', text: 'waves' } as const;
  expect(signedText('k', { ...said, me: true })).not.toBe(signedText('k', said));
  expect(signedText('k', { ...said, me: false })).toBe(signedText('k', said));
});
