import './lib/zod-without-eval.ts';
import './lib/tokens.css';
import './lib/base.css';
import './lib/markdown.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { afterPicture, startApp } from './lib/start.ts';

const target = document.getElementById('app');
if (target) {
  void startApp().then((app) => {
    mount(App, { target, props: { app } });
    afterPicture(app).catch(reportError);
  });
}
