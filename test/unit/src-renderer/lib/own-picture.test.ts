import { describe, expect, it } from 'vitest';
import { Keep } from '../../../../src-renderer/lib/keep.ts';
import { OwnPicture } from '../../../../src-renderer/lib/own-picture.svelte.ts';
import type { Failure } from '../../../../src-shared/session/ports.ts';
import type { Member } from '../../../../src-shared/protocol/rooms.ts';
import { HOST, ME } from '../../../support/scripted.ts';

const PICTURE = Buffer.from('a picture').toString('base64');

/** A host that takes any picture, and one person there. */
function setUp() {
  const store = new Map<string, string>();
  const keep = new Keep({
    getItem: (key) => store.get(key) ?? null,
    setItem: (key, value) => void store.set(key, value),
    removeItem: (key) => void store.delete(key),
  });
  const sent: unknown[] = [];
  const notices: Failure[] = [];
  const session = {
    status: { state: 'connected' as const },
    host: HOST,
    me: ME,
    request: (_type: string, { picture }: { picture: string | null }) => {
      sent.push(picture);
      return Promise.resolve({});
    },
    notify: (notice: Failure) => void notices.push(notice),
  } as unknown as Parameters<OwnPicture['tell']>[0] & { me: Member };
  return { keep, session, sent, notices };
}

describe('one’s own picture', () => {
  it('goes to each host once, and whoever takes it away there is not overruled: the person is told, once', async () => {
    const { keep, session, sent, notices } = setUp();
    const own = new OwnPicture(keep);
    own.set(PICTURE);
    own.tell(session);
    await Promise.resolve();
    expect(sent).toEqual([PICTURE]);
    // It is on its way: the host has not shown it yet.
    own.tell(session);
    session.me = { ...ME, picture: 'x' };
    own.tell(session);
    expect([notices.length, own.goneAt(HOST.id)]).toEqual([0, false]);
    session.me = ME;
    own.tell(session);
    own.tell(session);
    expect(notices).toMatchObject([{ code: 'picture-removed', detail: { name: HOST.name } }]);
    expect(notices[0]?.message).toContain(`no longer shown at ${HOST.name}`);
    const next = new OwnPicture(keep);
    next.tell(session);
    expect([next.goneAt(HOST.id), notices.length, sent.length]).toEqual([true, 1, 1]);
    // Another one may be tried.
    next.set(Buffer.from('another').toString('base64'));
    next.tell(session);
    expect([next.goneAt(HOST.id), sent.length]).toEqual([false, 2]);
  });

  it('that was taken away meanwhile is missed at the next log-in; not one that one took away oneself', async () => {
    const { keep, session, notices } = setUp();
    const own = new OwnPicture(keep);
    own.set(PICTURE);
    own.tell(session);
    await Promise.resolve();
    const next = new OwnPicture(keep);
    next.tell(session);
    expect(notices).toHaveLength(1);
    next.set('');
    next.tell(session);
    expect(notices).toHaveLength(1);
  });
});
