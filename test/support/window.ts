import type { Locator, Page } from 'playwright';

// Where things are in Parley's window, which is the same in a browser as in the app.

export const message = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('article').filter({ hasText: text });
export const people = (page: Page): Locator => page.getByRole('region', { name: /^People online/ });
export const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: 'Hosts and rooms' });

/** A message that the host has acknowledged. Until then it is shown too, and goes to the host again after whatever came meanwhile. */
export const acknowledged = (page: Page, text: string | RegExp): Locator =>
  message(page, text).filter({ hasNotText: 'Waiting to be sent' });

/** Says something in the room shown, by the keyboard. */
export async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: /^Message / });
  await box.fill(text);
  await box.press('Enter');
}
