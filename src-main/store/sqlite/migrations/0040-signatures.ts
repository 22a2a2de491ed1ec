/** Authors' signatures of what they said, 64 bytes each; null for what is not signed, or was deleted. */
export const signatures = `
  ALTER TABLE events ADD COLUMN sig BLOB;
`;
