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
  off: 'Host on this network',
  starting: 'Hosting is starting…',
  on: 'Hosting on this network',
  failed: 'Hosting could not start',
} as const;

/** The tray's menu. */
export function trayMenu({ hosting, quiet }: TrayState, acts: TrayActs): TrayEntry[] {
  const on = hosting === 'on' || hosting === 'starting';
  return [
    { label: 'Open Parley', click: acts.open },
    { type: 'separator' },
    {
      label: HOSTING[hosting],
      type: 'checkbox',
      checked: on,
      enabled: hosting !== 'starting',
      click: () => acts.host(!on),
    },
    { label: 'Do not disturb', type: 'checkbox', checked: quiet, click: () => acts.quiet(!quiet) },
    { type: 'separator' },
    { label: 'Quit Parley', click: acts.quit },
  ];
}

/** What the sign in the tray says when one points at it. */
export function trayTip({ hosting, unread }: TrayState): string {
  const parts = ['Parley'];
  if (unread > 0) parts.push(`${unread.toLocaleString()} unread`);
  if (hosting === 'on') parts.push('hosting');
  return parts.join(' · ');
}
