import { hostname, userInfo } from 'node:os';
import { checkName } from '../../src-shared/domain/names.ts';

/** The name of the person who is logged in at this computer, or ''. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list, as in some containers.
    return process.env.USER ?? process.env.USERNAME ?? '';
  }
}

/** This computer's name on the network, without the domain. */
export function computerName(): string {
  return hostname().split('.')[0] ?? '';
}

/** The name of a host whose owner has not given one. */
export function defaultHostName(computer: string = computerName()): string {
  try {
    return checkName(computer);
  } catch {
    // A computer's name may be empty or hold what no name may.
    return 'Parley';
  }
}
