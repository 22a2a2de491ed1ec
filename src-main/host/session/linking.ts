import type { RequestType } from '../../../src-shared/protocol/requests.ts';
import type { Handler } from './caller.ts';
import { spend } from './spending.ts';

type LinkType = Extract<RequestType, `link.${string}`>;

/** A person's key on its way to their other device. */
export const linkHandlers: { [T in LinkType]: Handler<T> } = {
  'link.put': (caller, { box, sealed }) => {
    spend(caller);
    caller.core.linkBoxes.put(caller.member.id, box, sealed, () => {
      caller.tell({ type: 'linked' });
    });
    return {};
  },

  'link.take': (caller, { box }) => {
    spend(caller);
    return { sealed: caller.core.linkBoxes.take(box) };
  },
};
