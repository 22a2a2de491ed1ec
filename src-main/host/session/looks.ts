import { Refusal } from '../../../src-shared/protocol/errors.ts';
import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Handler } from './caller.ts';

type LooksType = Extract<RequestType, 'picture' | 'picture.set' | 'picture.remove' | 'looks'>;

/** How people are shown to each other. */
export const looksHandlers: { [T in LooksType]: Handler<T> } = {
  'picture.set': async ({ core, member }, { picture }) => {
    if (!core.budgets.pictures.take(member.id)) throw new Refusal('rate-limited');
    if (picture === null) await core.looks.hide(member);
    else await core.looks.show(member, picture);
    return {};
  },

  picture: async ({ core }, { hash }) => ({ picture: await core.looks.picture(hash) }),

  'picture.remove': async ({ core, member: by }, { member }) => {
    const other = core.members.get(member);
    core.moderation.checkAgainst(by, 'member.picture', other);
    await core.moderation.note(by, 'picture', other.name);
    await core.looks.hide(other);
    return {};
  },

  looks: ({ core }, { members }) => ({
    looks: members.flatMap((id) => {
      const known = core.members.find(id);
      if (!known) return [];
      const { hue, picture } = known;
      return [{ id, ...(hue !== undefined && { hue }), ...(picture !== undefined && { picture }) }];
    }),
  }),
};
