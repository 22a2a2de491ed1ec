import { m } from '../../src-shared/messages/messages.js';
import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';

/** What the tray's menu shows and can change. */
export interface TrayState {
  hosting: HostingStatus['state'];
  quiet: boolean;
  unread: number;
}

export interface TrayActs {
  open: () => void;
  host: (on: boolean) => void;
  quiet: (on: boolean) => void;
  quit: () => void;
}

/** An entry of the menu, as Electron takes it. */
export interface TrayEntry {
  label?: string;
  type?: 'separator' | 'checkbox';
  checked?: boolean;
  enabled?: boolean;
  click?: () => void;
}

const HOSTING = {
  off: m.hosting_switch,
  starting: m.tray_hosting_starting,
  on: m.tray_hosting_on,
  failed: m.tray_hosting_failed,
} as const;

/** The tray's menu. */
export function trayMenu({ hosting, quiet }: TrayState, acts: TrayActs): TrayEntry[] {
  const on = hosting === 'on' || hosting === 'starting';
  return [
    { label: m.tray_open(), click: acts.open },
    { type: 'separator' },
    {
      label: HOSTING[hosting](),
      type: 'checkbox',
      checked: on,
      enabled: hosting !== 'starting',
      click: () => acts.host(!on),
    },
    { label: m.presence_busy(), type: 'checkbox', checked: quiet, click: () => acts.quiet(!quiet) },
    { type: 'separator' },
    { label: m.tray_quit(), click: acts.quit },
  ];
}

/** What the sign in the tray says when one points at it. */
export function trayTip({ hosting, unread }: TrayState): string {
  const parts = ['Parley'];
  if (unread > 0) parts.push(m.tray_unread({ count: unread }));
  if (hosting === 'on') parts.push(m.tray_hosting());
  return parts.join(' · ');
}
