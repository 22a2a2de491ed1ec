/**
 * Why somebody is muted, what newcomers may read of each room, and from which event on each member was there. Whoever is
 * a member already was there before anything was hidden.
 */
export const policies = `
  ALTER TABLE mutes ADD COLUMN reason TEXT NOT NULL DEFAULT '';
  ALTER TABLE rooms ADD COLUMN history TEXT NOT NULL DEFAULT 'all';
  ALTER TABLE memberships ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
`;
