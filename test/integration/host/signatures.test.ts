import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { NO_RATE_LIMITS } from '../../../src-main/host/limits.ts';
import { openDatabase } from '../../../src-main/store/sqlite/open.ts';
import { claimsOf, signedText, type Claim } from '../../../src-shared/domain/signed-text.ts';
import type { MessageEvent, ReceivedEvent } from '../../../src-shared/protocol/events.ts';
import type { Room } from '../../../src-shared/session/room.ts';
import { join, testHost, texts } from '../../support/host.ts';
import { newIdentity } from '../../support/people.ts';
import { until } from '../../support/wait.ts';
import { chatWire, personWire } from '../../support/wire.ts';

function isOf(key: string, room: string, { sig, of }: Claim): boolean {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  const text = signedText(key, { room, ...of });
  return sig !== null && verify(null, Buffer.from(text), publicKey, Buffer.from(sig, 'base64url'));
}

function isMessage(event: ReceivedEvent): event is MessageEvent {
  return event.kind === 'message';
}

/** Whether all that is needed to believe each message comes with it, as this client holds them. */
function proven(room: Room, key: string): boolean[] {
  return room.window.events
    .filter(isMessage)
    .map((event) => claimsOf(event, room.window.states.get(event.id)).every((claim) => isOf(key, room.id, claim)));
}

test('what somebody says and edits can be proven to be theirs: live, in pages, in threads, and after a restart', async () => {
  const host = await testHost({ limits: NO_RATE_LIMITS });
  const identity = newIdentity();
  const ada = await join(host.url, 'Ada', { identity });
  const bo = await join(host.url, 'Bo');
  await ada.session.send(ada.room.id, 'Grüße\nto all');
  await until(() => texts(bo.room).length === 1);
  const first = bo.room.window.events.find(isMessage)?.id ?? '';
  await ada.session.send(ada.room.id, 'an answer', { replyTo: first });
  await ada.session.send(ada.room.id, 'in the thread', { thread: first, alsoRoom: true });
  await until(() => texts(bo.room).length === 3);
  await ada.session.talk.edit(ada.room.id, first, 'Grüße to everyone');
  await until(() => bo.room.window.states.get(first)?.edit);
  expect(proven(bo.room, identity.key)).toEqual([true, true, true]);

  const [paged] = (await bo.session.request('history', { room: bo.room.id })).events.filter(isMessage);
  if (!paged) throw new Error('no page');
  const claims = claimsOf(paged, paged.state);
  expect(claims.map((claim) => isOf(identity.key, bo.room.id, claim))).toEqual([true, true]);
  expect(claims.map((claim) => isOf(identity.key, '01890000-0000-7000-8000-00000000ffff', claim))).toEqual([
    false,
    false,
  ]);
  const { events } = await bo.session.request('thread', { room: bo.room.id, root: first });
  expect(
    events
      .filter(isMessage)
      .flatMap((event) => claimsOf(event))
      .every((claim) => isOf(identity.key, bo.room.id, claim)),
  ).toBe(true);

  const { events: quoted } = await bo.session.request('messages', { room: bo.room.id, targets: [first, bo.room.id] });
  expect(quoted.map(({ id }) => id)).toEqual([first]);
  const found = await until(async () => {
    const { results } = await bo.session.talk.search('everyone');
    return results[0];
  });
  for (const event of [...quoted, found.event]) {
    expect(claimsOf(event, event.state).map((claim) => isOf(identity.key, bo.room.id, claim))).toEqual([true, true]);
  }
  const [one, edit] = await bo.session.talk.versions(bo.room.id, first);
  expect([one?.sig, edit?.sig]).toEqual(claims.map(({ sig }) => sig));

  await host.close();
  const again = await testHost({ dataDir: host.dataDir });
  const cy = await join(again.url, 'Cy');
  expect(proven(cy.room, identity.key)).toEqual([true, true, true]);
  const { keys } = await cy.session.request('keys', { members: [1, 2, 99] });
  expect(keys.find(({ name }) => name === 'Ada')?.key).toBe(identity.key);
  expect(keys).toHaveLength(2);
});

test('a deletion takes the signatures with the text, on disk too', async () => {
  const host = await testHost();
  const ada = await join(host.url, 'Ada');
  await ada.session.send(ada.room.id, 'yes');
  await until(() => texts(ada.room).length === 1);
  const id = ada.room.window.events.find(isMessage)?.id ?? '';
  await ada.session.talk.edit(ada.room.id, id, 'no');
  await until(() => ada.room.window.events.some((event) => event.kind === 'edit'));
  await ada.session.talk.remove(ada.room.id, id);
  await until(() => ada.room.window.states.get(id)?.deleted);
  expect(JSON.stringify(ada.room.window.events)).not.toContain('"sig"');
  expect(JSON.stringify(await ada.session.request('history', { room: ada.room.id }))).not.toContain('"sig"');
  await host.close();
  const db = openDatabase(host.dataDir);
  const left = db.prepare('SELECT count(*) FROM events WHERE sig IS NOT NULL').pluck().get();
  db.close();
  expect(left).toBe(0);
});

test('guests say things unsigned, and what is no signature is refused', async () => {
  const { base, url } = await testHost();
  const ada = await join(url, 'Ada');
  const guest = await chatWire(base);
  guest.send({ type: 'join', room: 'general', username: 'script' });
  await guest.next({ type: 'user_list' });
  guest.send({ type: 'message', room: 'general', content: 'from a script' });
  await until(() => texts(ada.room).length === 1);
  expect(
    ada.room.window.events
      .filter(isMessage)
      .flatMap((event) => claimsOf(event))
      .map(({ sig }) => sig),
  ).toEqual([null]);

  const { wire, room } = await personWire(base, 'Bo');
  const event = '01890000-0000-7000-8000-00000000abcd';
  const wrong = { room, event, text: 'x', sig: 'A'.repeat(85) };
  expect(await wire.ask('message.send', wrong)).toMatchObject({ code: 'bad-frame' });
  expect(await wire.ask('message.edit', { ...wrong, target: event })).toMatchObject({ code: 'bad-frame' });
  expect(await wire.ask('keys', { members: Array.from({ length: 201 }, (_, i) => i + 1) })).toMatchObject({
    code: 'bad-frame',
  });
});
