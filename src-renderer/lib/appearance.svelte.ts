import { MediaQuery } from 'svelte/reactivity';
import { TEXT_SIZE, type AppearanceSettings } from '../../src-shared/protocol/settings.ts';
import { language } from './language.svelte.ts';

/** Puts what a person has settled about the window's look and language on the page's root; tokens.css does the rest. */
export function followAppearance(settled: () => AppearanceSettings): void {
  const asked = new MediaQuery('prefers-contrast: more');
  const root = document.documentElement;

  // Before anything is drawn: the first words are in the right language.
  $effect.pre(() => {
    language.choose(settled().language);
  });

  $effect.pre(() => {
    root.lang = language.tag;
    root.dir = language.direction;
  });

  $effect.pre(() => {
    const { theme, contrast, textSize } = settled();
    root.dataset.theme = theme;
    root.dataset.contrast = contrast || asked.current ? 'more' : 'usual';
    // A share of what the browser's own settings say, which thus still count. Every size of text is in rem.
    root.style.fontSize = textSize === TEXT_SIZE.usual ? '' : `${String((100 * textSize) / TEXT_SIZE.usual)}%`;
  });
}
