/**
 * Says on an empty page that the window could not be put together, and offers to try again: in English, for what other
 * languages would say it in may be what is missing.
 */
export function sayUnreadable(page: HTMLElement): void {
  const box = document.createElement('main');
  box.className = 'unreadable';
  const words = document.createElement('p');
  // eslint-disable-next-line parley/no-literal-shown -- there may be no texts to say it with
  words.textContent = 'Parley could not be opened: a part of it could not be read.';
  const again = document.createElement('button');
  again.type = 'button';
  // eslint-disable-next-line parley/no-literal-shown -- as above
  again.textContent = 'Try again';
  again.addEventListener('click', () => {
    location.reload();
  });
  box.lang = 'en';
  box.dir = 'ltr';
  box.append(words, again);
  page.append(box);
}
