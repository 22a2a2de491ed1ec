import './lib/zod-without-eval.ts';
import './lib/tokens.css';
import './lib/base.css';
import './lib/markdown.css';
import { askEarly } from './lib/early.ts';
import { sayUnreadable } from './lib/unreadable.ts';

/** The page's first script: small, so that what it asks for is under way while the window's own code is being read. */
const target = document.getElementById('app');
if (target) {
  const early = askEarly();
  Promise.all([import('./window.ts'), early.texts])
    .then(([{ openWindow }]) => openWindow(target, early))
    .catch((thrown: unknown) => {
      if (target.childElementCount > 0) throw thrown;
      console.warn(thrown);
      sayUnreadable(target);
    });
}
