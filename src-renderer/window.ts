import { mount } from 'svelte';
import App from './App.svelte';
import type { Early } from './lib/early.ts';
import { afterPicture, startApp } from './lib/start.ts';

/** Puts the window together and draws it. */
export async function openWindow(target: HTMLElement, early: Early): Promise<void> {
  const app = await startApp(early);
  mount(App, { target, props: { app } });
  await afterPicture(app);
}
