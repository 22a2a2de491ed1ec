/** What a host writes its log to; pino's interface, as far as it is used. */
export interface Log {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
  debug(fields: object, message: string): void;
}

const nothing = (): void => undefined;

/** A log that goes nowhere. */
export const SILENT: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
