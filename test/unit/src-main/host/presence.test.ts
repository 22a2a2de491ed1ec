import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Presence } from '../../../../src-main/host/presence.ts';
import type { Member } from '../../../../src-shared/protocol/rooms.ts';

const person = (id: number): Member => ({ id, name: `P${String(id)}`, role: 'member', key: null });
const ADA = person(1);
const BO = person(2);

const listed = ({ parts }: Presence): Member[] => parts.flatMap((part) => JSON.parse(part) as Member[]);

test('several connections of one person count once', () => {
  const presence = new Presence();
  presence.add(ADA);
  presence.add(ADA);
  expect([presence.size, presence.take()]).toEqual([1, { came: [ADA], went: [] }]);
  presence.remove(ADA);
  expect([presence.size, presence.take()]).toEqual([1, { came: [], went: [] }]);
  presence.remove(ADA);
  expect([presence.size, presence.take()]).toEqual([0, { came: [], went: [ADA] }]);
});

test('who was never there does not go', () => {
  const presence = new Presence();
  presence.remove(ADA);
  expect([presence.size, presence.take()]).toEqual([0, { came: [], went: [] }]);
});

test('a change is told once', () => {
  const presence = new Presence();
  presence.add(ADA);
  presence.take();
  presence.add(BO);
  expect(presence.take()).toEqual({ came: [BO], went: [] });
  expect(presence.take()).toEqual({ came: [], went: [] });
});

test('the list is encoded once between changes, and anew after them', () => {
  const presence = new Presence();
  presence.add(ADA);
  expect(listed(presence)).toEqual([ADA]);
  presence.add(BO);
  presence.take();
  expect(listed(presence)).toEqual([ADA, BO]);
});

test('whoever gets the list at any moment, and the changes after it, knows who is there', () => {
  const step = fc.record({ do: fc.constantFrom('add', 'remove', 'list', 'take'), id: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const presence = new Presence();
      const people = [person(1), person(2), person(3)];
      const readers: Map<number, Member>[] = [];
      const tell = (): void => {
        const { came, went } = presence.take();
        for (const reader of readers) {
          for (const member of came) reader.set(member.id, member);
          for (const { id } of went) reader.delete(id);
        }
      };
      for (const { do: action, id } of steps) {
        const member = people[id - 1] ?? ADA;
        if (action === 'add') presence.add(member);
        else if (action === 'remove') presence.remove(member);
        else if (action === 'take') tell();
        else readers.push(new Map(listed(presence).map((known) => [known.id, known])));
      }
      tell();
      const here = presence.members.map(({ id }) => id).sort();
      for (const reader of readers) expect([...reader.keys()].sort()).toEqual(here);
    }),
    { numRuns: 500 },
  );
});

test('who tells something new of themselves is told of once, and the list is encoded anew', () => {
  const presence = new Presence();
  const ada: Member = { ...ADA };
  presence.add(ada);
  presence.take();
  expect(listed(presence)).toEqual([ADA]);
  presence.change(BO);
  presence.change(ada);
  ada.state = 'away';
  expect(presence.takeChanged()).toEqual([{ ...ADA, state: 'away' }]);
  expect(listed(presence)).toEqual([{ ...ADA, state: 'away' }]);
  expect(presence.takeChanged()).toEqual([]);
  presence.change(ada);
  presence.remove(ada);
  expect(presence.takeChanged()).toEqual([]);
});
