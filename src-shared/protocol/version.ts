/** The wire's version. A client and a host that differ in it refuse each other with `wrong-version`. */
export const PROTOCOL_VERSION = 1;

/** WebSocket subprotocol of `/session` (RFC 6455, section 1.9). */
export const SUBPROTOCOL = `parley.${String(PROTOCOL_VERSION)}`;

/** The port a host listens on unless told otherwise, and the one an address without a port means. */
export const DEFAULT_PORT = 9292;

/** DNS-SD service type without its underscore: advertised as `_parley._tcp` (RFC 6763). */
export const SERVICE_TYPE = 'parley';
