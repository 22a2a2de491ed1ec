import { shell } from 'electron';
import { checkedLink } from './link-rules.ts';

/** Opens a link outside the app, the only place where that is done. @throws Error if it may not be opened */
export async function openLink(text: string): Promise<void> {
  await shell.openExternal(checkedLink(text));
}
