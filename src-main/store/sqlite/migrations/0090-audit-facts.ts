/** What is noted of a deed as facts, in JSON. What was noted before stands in `detail`, in English. */
export const auditFacts = 'ALTER TABLE audit ADD COLUMN facts TEXT;';
