/**
 * The content security policy forbids the code that zod would otherwise compile. It is told so where all copies of it look,
 * since it has to be told before it makes a schema, and the first script, which can be sure of that, is too small to hold it.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

export {};
