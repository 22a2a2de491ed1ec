/** Smallest size of the window in pixels; below it nothing useful fits. */
export const MIN_SIZE = { width: 360, height: 480 };
