/** Letters of a room's name that a file's name holds: four bytes each at most, of the 255 that file systems take. */
const LETTERS = 48;

/** A name that every file system takes. */
export function fileName(room: string, at: number, ending: string): string {
  const plain = room.replace(/[\\/:*?"<>|\p{C}\s]+/gu, ' ').replace(/^[. ]+/, '');
  const short = Array.from(plain).slice(0, LETTERS).join('').trim();
  const day = new Date(at).toISOString().slice(0, 10);
  return `${short || 'Parley'} ${day}.${ending}`;
}
