import './lib/zod-without-eval.ts';
import './lib/tokens.css';
import './lib/base.css';
import './lib/markdown.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { onScreen } from './lib/on-screen.ts';
import { startApp } from './lib/start.ts';

const target = document.getElementById('app');
if (target) {
  void startApp().then((app) => {
    mount(App, { target, props: { app } });
    // The engine, through which the window reaches hosts, comes after the first picture.
    void onScreen().then(() => app.desktop?.api.connectEngine());
  });
}
