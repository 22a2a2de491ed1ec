/**
 * What speaks to the person outside the page: the menu, the tray, and questions. It is read when the window has its picture,
 * because the words of six languages are most of the code of this process.
 */
export { Background } from './background.ts';
export { Quitting } from './quit.ts';
