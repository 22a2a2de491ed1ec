import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../../src-renderer/lib/ed25519.ts';
import { KnownKeys, type KnownPerson } from '../../../../src-renderer/lib/known-keys.svelte.ts';
import { Proofs, type Provable } from '../../../../src-renderer/lib/proofs.svelte.ts';
import { signedText, type Claim } from '../../../../src-shared/domain/signed-text.ts';
import type { KeyHolder } from '../../../../src-shared/protocol/keys.ts';
import type { Identity } from '../../../../src-shared/session/ports.ts';
import { newIdentity } from '../../../support/people.ts';
import { idOf, ROOM } from '../../../support/scripted.ts';
import { until } from '../../../support/wait.ts';

const ada = newIdentity();

async function claim(text: string, by: Identity = ada, seq = 1, room = ROOM): Promise<Claim> {
  const of = { id: idOf(seq), kind: 'message' as const, text };
  return { sig: await by.sign(signedText(by.key, { room, ...of })), of };
}

const said = (claims: Claim[], at = 1_000): Provable => ({ by: 1, name: 'Ada', at, claims });

function setUp(holders: KeyHolder[] = [{ id: 1, name: 'Ada', key: ada.key }], verify = verifySignature) {
  let people: KnownPerson[] = [];
  const keys = new KnownKeys({ get: () => people, set: (now) => void (people = now) });
  const world = { holders, asked: [] as number[][], away: false, slow: null as Promise<void> | null };
  const proofs = new Proofs({
    keys,
    verify,
    ask: (members) => {
      world.asked.push(members);
      if (world.away) return Promise.reject(new Error('away'));
      return (world.slow ?? Promise.resolve()).then(() => world.holders);
    },
    idle: (run) => {
      setTimeout(run);
    },
  });
  const verdict = (message: Provable) => {
    proofs.want(ROOM, message);
    return until(() => proofs.of(ROOM, message));
  };
  return { keys, proofs, world, verdict };
}

describe('a message that is shown', () => {
  it('is proven by its author’s key, which is asked for once', async () => {
    const { verdict, world } = setUp();
    expect(await verdict(said([await claim('hello')]))).toBe('proven');
    expect(await verdict(said([await claim('again', ada, 2)]))).toBe('proven');
    expect(world.asked).toEqual([[1]]);
  });

  it('is not believed if the host changed a word of it, its room, its id or its author', async () => {
    const { verdict } = setUp();
    const signed = await claim('I agree');
    expect(await verdict(said([{ ...signed, of: { ...signed.of, text: 'I disagree' } }]))).toBe('mismatch');
    expect(await verdict(said([{ ...signed, of: { ...signed.of, id: idOf(9) } }]))).toBe('mismatch');
    expect(await verdict(said([{ ...signed, of: { ...signed.of, replyTo: idOf(3) } }]))).toBe('mismatch');
    expect(await verdict(said([await claim('elsewhere', ada, 1, idOf(77))]))).toBe('mismatch');
    expect(await verdict(said([await claim('from another', newIdentity())]))).toBe('mismatch');
  });

  it('is not believed without a signature once its author is known to sign, nor edited without one', async () => {
    const { proofs, verdict } = setUp();
    const bare: Claim = { sig: null, of: { id: idOf(4), kind: 'message', text: 'from before' } };
    const old = said([bare], 500);
    const fresh = said([{ sig: null, of: { ...bare.of, id: idOf(5) } }], 2_000);
    expect([await verdict(old), await verdict(fresh)]).toEqual(['unsigned', 'unsigned']);
    const first = await claim('signed');
    expect(await verdict(said([first]))).toBe('proven');
    expect([proofs.of(ROOM, old), proofs.of(ROOM, fresh)]).toEqual(['unsigned', 'stripped']);
    const edit: Claim = { sig: null, of: { id: idOf(6), kind: 'edit', target: idOf(1), text: 'put into my mouth' } };
    expect(await verdict(said([first, edit]))).toBe('stripped');
  });

  it('of a guest is unsigned, and one that was deleted is nothing to check', async () => {
    const { proofs, verdict } = setUp([{ id: 1, name: 'script', key: null }]);
    expect(await verdict(said([{ sig: null, of: { id: idOf(1), kind: 'message', text: 'x' } }]))).toBe('unsigned');
    proofs.want(ROOM, said([]));
    expect(proofs.of(ROOM, said([]))).toBe(null);
  });

  it('is shown as unchecked while the host cannot be asked, and is checked once it can', async () => {
    const { proofs, world } = setUp();
    world.away = true;
    const message = said([await claim('hello')]);
    proofs.want(ROOM, message);
    await until(() => proofs.of(ROOM, message) === 'unchecked');
    expect(await proofs.judge(ROOM, message)).toBe('unchecked');
    world.away = false;
    proofs.connected();
    await until(() => proofs.of(ROOM, message) === 'proven');
  });

  it('is judged once the key is there that another message has asked for', async () => {
    const { proofs, world } = setUp();
    let answer = (): void => undefined;
    world.slow = new Promise((done) => (answer = done));
    proofs.want(ROOM, said([await claim('on the screen')]));
    await until(() => world.asked.length > 0);
    const judged = proofs.judge(ROOM, said([await claim('behind it', ada, 2)]));
    await Promise.resolve();
    answer();
    expect(await judged).toBe('proven');
    expect(world.asked).toEqual([[1]]);
  });

  it('is checked without the host by the key one knows', async () => {
    const { keys, verdict, world } = setUp();
    keys.meet([{ id: 1, name: 'Ada', key: ada.key }]);
    world.away = true;
    const signed = await claim('noon');
    expect(await verdict(said([signed]))).toBe('proven');
    expect(await verdict(said([{ ...signed, of: { ...signed.of, text: 'midnight' } }]))).toBe('mismatch');
  });

  it('by another key than the one that was known is not proven until that is accepted', async () => {
    const eve = newIdentity();
    const { keys, proofs, verdict } = setUp([{ id: 1, name: 'Ada', key: eve.key }]);
    keys.meet([{ id: 1, name: 'Ada', key: ada.key }]);
    const message = said([await claim('trust me', eve)]);
    expect(await verdict(message)).toBe('mismatch');
    expect(keys.changes.get(1)?.now.key).toBe(eve.key);
    keys.accept(1);
    expect(proofs.of(ROOM, message)).toBe(null);
    expect(await verdict(message)).toBe('proven');
    expect(await verdict(said([await claim('from before')]))).toBe('mismatch');
  });

  it('by somebody else of a known name is a stranger’s', async () => {
    const eve = newIdentity();
    const { keys, verdict } = setUp([{ id: 1, name: 'Ada', key: eve.key }]);
    keys.meet([{ id: 7, name: 'Ada', key: ada.key }]);
    expect(await verdict(said([await claim('it is me', eve)]))).toBe('stranger');
  });

  it('by somebody the host does not know, but with the name of one who signs, is not believed', async () => {
    const { keys, verdict } = setUp([]);
    keys.meet([{ id: 7, name: 'Ada', key: ada.key }]);
    expect(await verdict(said([{ sig: null, of: { id: idOf(1), kind: 'message', text: 'x' } }]))).toBe('stripped');
  });

  it('is left behind by who scrolls past thousands of others', async () => {
    const checked: string[] = [];
    const { proofs } = setUp(undefined, (_key, text) => Promise.resolve(checked.push(text) > 0));
    const sig = 'of something';
    const all = Array.from({ length: 1_100 }, (_, seq) =>
      said([{ sig, of: { id: idOf(seq), kind: 'message', text: `#${String(seq)}` } }]),
    );
    for (const message of all) proofs.want(ROOM, message);
    await until(() => proofs.of(ROOM, all[100] ?? said([])), 20_000);
    expect(checked).toHaveLength(1_000);
    expect(all.slice(0, 100).map((message) => proofs.of(ROOM, message))).toEqual(
      Array.from({ length: 100 }, () => null),
    );
  });

  it('is judged at once where somebody waits for it', async () => {
    const { proofs } = setUp();
    const signed = await claim('noon');
    expect(await proofs.judge(ROOM, said([signed]))).toBe('proven');
    expect(await proofs.judge(ROOM, said([{ ...signed, of: { ...signed.of, text: 'midnight' } }]))).toBe('mismatch');
  });
});
